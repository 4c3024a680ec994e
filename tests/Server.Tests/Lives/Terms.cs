namespace CgLicense.Server.Tests.Lives;

/// <summary>What is sold: the four kinds of license, small enough that their limits are met all the time.</summary>
internal sealed record Terms(string Type, bool PerProcess, long MaxMachines, long MaxConcurrent)
{
    public const int SessionSeconds = 100;
    public const int HeartbeatSeconds = 30;
    public const int TokenDays = 2;

    public int ActivationsPerHour => IsFloating ? 3 : 6;

    public bool IsFloating => Type == "floating";

    /// <summary>The variant it is sold as.</summary>
    public string Variant => Type + (PerProcess ? "-per-process" : "");
}
