namespace CgLicense.Protocol;

/// <summary>What holds where neither the request nor the variant says otherwise. The units are in the names.</summary>
public static class Defaults
{
    public const string Variant = "indie";
    public const long MaxMachines = 2;

    /// <summary>The variant of licenses that trial codes are redeemed for.</summary>
    public const string TrialVariant = "trial";

    public const long TrialMachines = 1;

    /// <summary>Stands for "no limit" wherever a number of machines is asked for.</summary>
    public const long Unlimited = -1;

    /// <summary>Rows on a page of a list.</summary>
    public const long PageRows = 100;

    public const long MostPageRows = 500;

    public const long TokenDays = 30;
    public const long GraceDays = 7;
    public const long HeartbeatSeconds = 300;
    public const long SessionSeconds = 900;
    public const long ActivationsPerHour = 15;

    /// <summary>A client is asked to renew its token at the first check after this many hours.</summary>
    public const long RefreshHours = 24;

    public const long DegradedTokenHours = 24;
    public const long FloatingTokenSeconds = 3600;

    /// <summary>Skew between honest clocks that is never punished.</summary>
    public const long ClockSkewSeconds = 300;

    public const int MaxBodyBytes = 64 * 1024;
}
