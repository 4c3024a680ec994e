using System.Data.Common;
using CgLicense.Protocol;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Products;

/// <summary>Variants at rest.</summary>
internal static class VariantSql
{
    private const string Columns =
        """
        SELECT p.slug, v.name, v.license_type, v.max_machines, v.max_concurrent, v.token_days, v.grace_days,
               v.heartbeat_seconds, v.session_seconds, v.activations_per_hour, v.trial_days, v.features, v.seat_scope, v.active
        FROM variant v JOIN product p ON p.id = v.product_id WHERE v.product_id = @product
        """;

    private const string Insert =
        """
        INSERT INTO variant (product_id, name, license_type, max_machines, max_concurrent, token_days, grace_days,
            heartbeat_seconds, session_seconds, activations_per_hour, trial_days, features, seat_scope, active, created_at, updated_at)
        VALUES (@product, @name, @type, @machines, @seats, @token, @grace, @heartbeat, @session, @attempts, @trial, @features,
            @scope, @active, @now, @now)
        ON CONFLICT (product_id, name) DO NOTHING
        """;

    private const string Update =
        """
        UPDATE variant SET license_type = @type, max_machines = @machines, max_concurrent = @seats, token_days = @token,
            grace_days = @grace, heartbeat_seconds = @heartbeat, session_seconds = @session, activations_per_hour = @attempts,
            trial_days = @trial, features = @features, seat_scope = @scope, active = @active, updated_at = @now
        WHERE product_id = @product AND name = @name
        """;

    private const string Used =
        """
        SELECT p.id FROM product p WHERE p.id = @product
            AND (EXISTS (SELECT 1 FROM license l WHERE l.product_id = p.id AND l.variant = @name)
                OR EXISTS (SELECT 1 FROM studio_order o WHERE o.product_id = p.id AND o.variant = @name))
        """;

    private const string Delete = "DELETE FROM variant WHERE product_id = @product AND name = @name";

    public static Task<VariantRecord?> Find(Session session, long product, string name) =>
        session.One(Columns + " AND v.name = @name", Map, ("product", product), ("name", name));

    /// <summary>The variant stays until commit.</summary>
    public static Task<VariantRecord?> Hold(Session session, long product, string name) =>
        session.One(Columns + " AND v.name = @name" + session.HoldRow("v"), Map, ("product", product), ("name", name));

    /// <summary>Waits for all that is being made of it, and keeps new things off.</summary>
    public static Task<VariantRecord?> LockToDelete(Session session, long product, string name) =>
        session.One(Columns + " AND v.name = @name" + session.LockRowToDelete("v"), Map, ("product", product), ("name", name));

    /// <summary>Whether a license, or an order that can still become one, is of the variant.</summary>
    public static async Task<bool> IsUsed(Session session, long product, string name) =>
        await session.Number(Used, ("product", product), ("name", name)) is not null;

    public static Task Remove(Session session, long product, string name) =>
        session.Execute(Delete, ("product", product), ("name", name));

    public static Task<List<VariantRecord>> All(Session session, long product) =>
        session.Many(Columns + " ORDER BY v.name", Map, ("product", product));

    /// <summary>False when the product has a variant of that name.</summary>
    public static async Task<bool> Add(Session session, long product, VariantRecord variant, DateTimeOffset now) =>
        await session.Execute(Insert, Values(product, variant, now)) > 0;

    public static Task Change(Session session, long product, VariantRecord variant, DateTimeOffset now) =>
        session.Execute(Update, Values(product, variant, now));

    private static Arg[] Values(long product, VariantRecord variant, DateTimeOffset now) =>
    [
        ("product", product), ("name", variant.Name), ("type", variant.LicenseType), ("machines", variant.MaxMachines),
        ("seats", variant.MaxConcurrent), ("token", variant.TokenDays), ("grace", variant.GraceDays),
        ("heartbeat", variant.HeartbeatSeconds), ("session", variant.SessionSeconds), ("attempts", variant.ActivationsPerHour),
        ("trial", variant.TrialDays), ("features", variant.Features.ToJson()), ("scope", variant.SeatScope),
        ("active", variant.Active), ("now", now.ToUnixTimeMilliseconds()),
    ];

    private static VariantRecord Map(DbDataReader row) => new()
    {
        VariantId = row.GetString(0) + "/" + row.GetString(1),
        ProductId = row.GetString(0),
        Name = row.GetString(1),
        LicenseType = row.GetString(2),
        MaxMachines = row.GetInt64(3),
        MaxConcurrent = row.GetInt64(4),
        TokenDays = row.GetInt64(5),
        GraceDays = row.GetInt64(6),
        HeartbeatSeconds = row.GetInt64(7),
        SessionSeconds = row.GetInt64(8),
        ActivationsPerHour = row.GetInt64(9),
        TrialDays = row.NumberOrNull(10),
        Features = row.Texts(11),
        SeatScope = row.GetString(12),
        Active = row.Flag(13),
    };
}
