using System.ComponentModel;
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
/// <para><c>POST /createVariant</c>: makes an edition of a product. Absent fields take their defaults.</para>
/// <para>
/// <c>POST /updateVariant</c>: changes an edition of a product. Only the fields that are present change. Licenses that exist
/// take the new offline policy with their next token; their own limits stay as sold.
/// </para>
/// </summary>
public sealed class VariantRequest : AdminRequest
{
    [Needed]
    public string? ProductId { get; init; }

    /// <summary>The variant's name, such as <c>indie</c>; the product's slug and a hyphen in front are dropped.</summary>
    [Needed, Longest(64)]
    public string? Name { get; init; }

    [OneOf(Protocol.LicenseType.PerMachine, Protocol.LicenseType.Floating, Protocol.LicenseType.Site), DefaultValue(Protocol.LicenseType.PerMachine)]
    public string? LicenseType { get; init; }

    /// <summary>Machines of a license; −1 is unlimited. Per-machine: 2 by default, the other types unlimited.</summary>
    [Between(1, 1_000_000, OrUnlimited = true)]
    public long? MaxMachines { get; init; }

    /// <summary>Seats of a floating license; −1 is unlimited, by default 1. Other types: 0.</summary>
    [Between(0, 1_000_000, OrUnlimited = true)]
    public long? MaxConcurrent { get; init; }

    [Between(1, 3650), DefaultValue(Defaults.TokenDays)]
    public long? TokenDays { get; init; }

    [Between(0, 3650), DefaultValue(Defaults.GraceDays)]
    public long? GraceDays { get; init; }

    [Between(5, 86_400), DefaultValue(Defaults.HeartbeatSeconds)]
    public long? HeartbeatSeconds { get; init; }

    [Between(10, 604_800), DefaultValue(Defaults.SessionSeconds)]
    public long? SessionSeconds { get; init; }

    [Between(1, 1_000_000), DefaultValue(Defaults.ActivationsPerHour)]
    public long? ActivationsPerHour { get; init; }

    /// <summary>Licenses end so many days after they were made, 1 to 3650, unless their order says when; null removes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Between(1, 3650)]
    public OptionalNumber TrialDays { get; init; }

    [Longest(100)]
    public IReadOnlyList<string>? Features { get; init; }

    [OneOf(Protocol.SeatScope.Machine, Protocol.SeatScope.Process), DefaultValue(Protocol.SeatScope.Machine)]
    public string? SeatScope { get; init; }

    [DefaultValue(true)]
    public bool? Active { get; init; }
}

public sealed class VariantAnswer
{
    public bool Success { get; init; } = true;

    /// <summary><c>productId/name</c>.</summary>
    public string VariantId { get; init; } = "";
}

/// <summary><c>POST /deleteVariant</c>: deletes a variant. Only while no license or order uses it; else set it inactive.</summary>
public sealed class DeleteVariantRequest : AdminRequest
{
    [Needed]
    public string? ProductId { get; init; }

    [Needed]
    public string? Name { get; init; }
}

/// <summary><c>GET|POST /listVariants</c>: lists the variants of a product.</summary>
public sealed class ListVariantsRequest : AdminRequest
{
    [Needed]
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

    [OneOf(Protocol.LicenseType.PerMachine, Protocol.LicenseType.Floating, Protocol.LicenseType.Site)]
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

    [OneOf(Protocol.SeatScope.Machine, Protocol.SeatScope.Process)]
    public string SeatScope { get; init; } = "";

    public bool Active { get; init; }
}
