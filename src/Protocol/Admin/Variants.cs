using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary>Who shares a floating seat.</summary>
public static class SeatScope
{
    /// <summary>All processes of one machine share a seat.</summary>
    public const string Machine = "machine";

    /// <summary>Every process takes its own.</summary>
    public const string Process = "process";

    public static IReadOnlyList<string> All { get; } = [Machine, Process];
}

/// <summary>
/// <c>POST /createVariant</c> and <c>POST /updateVariant</c>: an edition of a product. On creation absent fields take
/// <see cref="Defaults"/>, on update they keep their value. Changes reach existing licenses' offline policy with their
/// next token; their own limits stay as sold.
/// </summary>
public sealed class VariantRequest : AdminRequest
{
    public string? ProductId { get; init; }
    public string? Name { get; init; }
    public string? LicenseType { get; init; }
    public long? MaxMachines { get; init; }
    public long? MaxConcurrent { get; init; }
    public long? TokenDays { get; init; }
    public long? GraceDays { get; init; }
    public long? HeartbeatSeconds { get; init; }
    public long? SessionSeconds { get; init; }
    public long? ActivationsPerHour { get; init; }

    /// <summary>Licenses end so many days after they were made, 1 to 3650, unless their order says when; null removes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptionalNumber TrialDays { get; init; }

    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Floating: one of <see cref="Protocol.SeatScope"/>, default <c>machine</c>.</summary>
    public string? SeatScope { get; init; }

    public bool? Active { get; init; }
}

public sealed class VariantAnswer
{
    public bool Success { get; init; } = true;

    /// <summary><c>productId/name</c>.</summary>
    public string VariantId { get; init; } = "";
}

/// <summary><c>POST /deleteVariant</c>: only while no license or order uses it; else set it inactive.</summary>
public sealed class DeleteVariantRequest : AdminRequest
{
    public string? ProductId { get; init; }
    public string? Name { get; init; }
}

/// <summary><c>GET|POST /listVariants</c>.</summary>
public sealed class ListVariantsRequest : AdminRequest
{
    public string? ProductId { get; init; }
}

public sealed class ListVariantsAnswer
{
    public bool Success { get; init; } = true;
    public IReadOnlyList<VariantRecord> Variants { get; init; } = [];
}

public sealed class VariantRecord
{
    public string VariantId { get; init; } = "";
    public string ProductId { get; init; } = "";
    public string Name { get; init; } = "";
    public string LicenseType { get; init; } = "";
    public long MaxMachines { get; init; }
    public long MaxConcurrent { get; init; }
    public long TokenDays { get; init; }
    public long GraceDays { get; init; }
    public long HeartbeatSeconds { get; init; }
    public long SessionSeconds { get; init; }
    public long ActivationsPerHour { get; init; }
    public long? TrialDays { get; init; }
    public IReadOnlyList<string> Features { get; init; } = [];
    public string SeatScope { get; init; } = "";
    public bool Active { get; init; }
}
