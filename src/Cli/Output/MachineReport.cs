using System.Text.Json;
using System.Text.Json.Serialization;

namespace CgLicense.Cli.Output;

/// <summary>
/// What <c>check</c>, <c>status</c> and <c>heartbeat</c> answer with <c>--json</c>. A field is null where nothing is
/// known. Where the license does not hold, <c>error</c> and <c>code</c> are those of every failure.
/// </summary>
internal sealed class MachineReport
{
    /// <summary>May the tool run? For a heartbeat: is the seat ours?</summary>
    public bool Licensed { get; init; }

    /// <summary>Why not; or, when licensed, the warning to show.</summary>
    public string? Error { get; init; }

    public string? Code { get; init; }
    public string? Reason { get; init; }
    public string? Status { get; init; }
    public string? Message { get; init; }
    public string ProductId { get; init; } = "";

    /// <summary>Only with <c>--show-key</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LicenseKey { get; init; }

    public string? Variant { get; init; }
    public string? LicenseType { get; init; }
    public IReadOnlyList<string> Features { get; init; } = [];
    public long? MachinesUsed { get; init; }
    public long? MaxMachines { get; init; }

    /// <summary>Until when the tool runs without the server, grace not counted.</summary>
    public string? TokenExpiresAt { get; init; }

    public string? LicenseExpiresAt { get; init; }
    public int? DaysRemaining { get; init; }
    public string Fingerprint { get; init; } = "";
    public string LicenseFile { get; init; } = "";

    /// <summary>After a check or a heartbeat: what the client knows now.</summary>
    public static MachineReport Of(LicenseClient client, string productId, bool licensed, bool showKey = false) =>
        Of(client, productId, licensed, client.GetError(), client.GetLicenseInfo(), showKey);

    private static MachineReport Of(
        LicenseClient client, string productId, bool licensed, LicenseError? error, LicenseInfo? info, bool showKey) => new()
    {
        Licensed = licensed,
        Error = error?.Message,
        Code = error?.Code,
        Reason = error?.Reason,
        Status = client.GetStatus(),
        Message = client.GetMessage(),
        ProductId = productId,
        LicenseKey = showKey ? info?.LicenseKey : null,
        Variant = info?.Variant,
        LicenseType = info?.LicenseType,
        Features = info?.Features ?? [],
        MachinesUsed = info?.MachinesUsed,
        MaxMachines = info?.MaxMachines,
        TokenExpiresAt = Moment.Iso(info?.ExpiresAt),
        LicenseExpiresAt = Moment.Iso(info?.LicenseExpiresAt),
        DaysRemaining = info?.DaysRemaining,
        Fingerprint = client.Fingerprint,
        LicenseFile = client.LicenseFile,
    };

    public string ToJson() => JsonSerializer.Serialize(this, CliJson.Wire.MachineReport);
}
