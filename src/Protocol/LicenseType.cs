namespace CgLicense.Protocol;

/// <summary>How a license is counted.</summary>
public static class LicenseType
{
    /// <summary>A fixed number of computers, each holding a slot until it is deactivated.</summary>
    public const string PerMachine = "per-machine";

    /// <summary>Any computer, but only so many at the same time; seats are leased and kept by heartbeats.</summary>
    public const string Floating = "floating";

    /// <summary>Every computer of a site; counted for information, limited only where the license says so.</summary>
    public const string Site = "site";

    public static IReadOnlyList<string> All { get; } = [PerMachine, Floating, Site];
}
