namespace CgLicense.Protocol;

/// <summary>
/// <c>POST /redeemTrialCode</c>: makes a trial license, once per e-mail address and once per machine for each product. The machine is not
/// activated by it. The same request again answers the same license again.
/// </summary>
public sealed class RedeemTrialCodeRequest
{
    [Needed, Longest(64), Form(FormAttribute.Code)]
    public string? Code { get; init; }

    [Needed, Longest(254), Form(FormAttribute.Email)]
    public string? Email { get; init; }

    [Needed]
    public string? ProductId { get; init; }

    [Needed, Longest(128)]
    public string? MachineFingerprint { get; init; }
}

public sealed class RedeemTrialCodeAnswer
{
    public bool Success { get; init; } = true;
    public string LicenseKey { get; init; } = "";

    /// <summary>The end of the trial; null when the seller has made the license perpetual since.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
