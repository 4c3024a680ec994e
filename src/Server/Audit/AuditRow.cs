using System.Globalization;

namespace CgLicense.Server.Audit;

/// <summary>A row of the audit trail as it is sealed: what happened, and its place in its chain.</summary>
internal sealed record AuditRow
{
    public required string Chain { get; init; }

    /// <summary>1 for the first row of its chain.</summary>
    public required long Place { get; init; }

    /// <summary>The hash of the row before; for the first one, of the row that opened the chain.</summary>
    public required string Previous { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long At { get; init; }

    public required string Actor { get; init; }
    public required string Action { get; init; }
    public required string? CreatorId { get; init; }
    public required long? License { get; init; }
    public required string Subject { get; init; }
    public required string? Details { get; init; }

    /// <summary>The chain that begins with this row.</summary>
    public string? Opens { get; init; }

    public required ErasableText Address { get; init; }
    public required ErasableText Personal { get; init; }

    public static AuditRow Of(Change change, ChainHead after, string? opens = null) => new()
    {
        Chain = after.Chain,
        Place = after.Length + 1,
        Previous = after.Hash,
        At = change.At.ToUnixTimeMilliseconds(),
        Actor = change.By.Name,
        Action = change.Action,
        CreatorId = change.CreatorId,
        License = change.License,
        Subject = change.Subject,
        Details = change.Details,
        Opens = opens,
        Address = ErasableText.Of(change.By.Address),
        Personal = ErasableText.Of(PersonalOf(change)),
    };

    public string Hash(AuditKey key) => key.Seal(
        "cglicense/audit/row/v1", Chain, Text(Place), Previous, Text(At), Actor, Action, CreatorId, License is { } id ? Text(id) : null,
        Subject, Details, Opens, Address.Seal, Personal.Seal);

    private static string? PersonalOf(Change change) => (change.Personal, change.By.Email) switch
    {
        (null, { } email) => "by " + email,
        ({ } personal, { } email) => $"{personal}, by {email}",
        (var personal, null) => personal,
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
