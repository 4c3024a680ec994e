namespace CgLicense.Server.Tests.Lives;

/// <summary>What a client's token says, as far as it decides when the token is replaced.</summary>
internal sealed record TokenHeld(
    string Product, string? Session, DateTimeOffset Issued, DateTimeOffset Expires, string Status, string? Message, DateTimeOffset? LicenseEnd)
{
    public static TokenHeld For(LicenseModel license, string product, SeatHeld? seat)
    {
        var life = license.Terms.IsFloating ? TimeSpan.FromHours(1)
            : license.Status == "degraded" ? TimeSpan.FromHours(24) : TimeSpan.FromDays(Terms.TokenDays);
        return new(product, seat?.Session, license.Now, license.Now + life, license.Status, license.Message, license.End);
    }

    /// <summary>Old, ended, out of date, or of a session that is gone.</summary>
    public bool IsDue(LicenseModel license, SeatHeld? seat) =>
        license.Now - Issued >= (license.Terms.IsFloating ? TimeSpan.FromMinutes(15) : TimeSpan.FromHours(24))
        || license.Now >= Expires
        || (Status, Message, LicenseEnd) != (license.Status, license.Message, license.End)
        || Session != seat?.Session;
}
