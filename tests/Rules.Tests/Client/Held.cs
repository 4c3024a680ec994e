namespace CgLicense.Rules.Tests.Client;

/// <summary>What a machine might hold, for the rules; times count from <see cref="Issued"/>.</summary>
internal static class Held
{
    public const long Issued = 1_800_000_000;
    public const long Day = 86_400;
    public const long Exp = Issued + 30 * Day;

    public static LicenseError Silence { get; } = ClientErrors.Network("test");

    public static TokenClaims Claims { get; } = new()
    {
        Sub = "lic",
        LicenseKey = "KEY",
        MachineFingerprint = "fp",
        ProductId = "tool",
        Aud = "tool",
        Status = LicenseStatus.Active,
        Iat = Issued,
        RefreshAfter = Issued + Day,
        Exp = Exp,
        GraceDays = 7,
    };

    public static CachedLicense Record { get; } = new()
    {
        ProductId = "tool",
        LicenseKey = "KEY",
        Token = "token",
        SeenAt = Issued,
    };

    public static StoredLicense.Held With(TokenClaims? claims, CachedLicense? record = null, TokenFault? fault = null) =>
        new(record ?? Record, new Trust(null, null, null), claims, fault);

    public static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
