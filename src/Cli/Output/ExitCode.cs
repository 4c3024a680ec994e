namespace CgLicense.Cli.Output;

/// <summary>What a script learns from the exit code: one number per family of refusals.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Bug = 1;
    public const int Usage = 2;
    public const int NotLicensed = 3;
    public const int Limit = 4;
    public const int Unauthorized = 5;
    public const int NotFound = 6;
    public const int Conflict = 7;
    public const int Network = 8;
    public const int ServerFault = 9;

    /// <summary>The audit trail is not as the server wrote it.</summary>
    public const int Tampered = 10;

    /// <summary>128 + SIGINT, as shells do.</summary>
    public const int Interrupted = 130;

    /// <summary>The same list, for people.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Meanings { get; } =
    [
        (Ok, "done; or licensed, perhaps with a warning"),
        (Bug, "unexpected: a bug"),
        (Usage, "wrong usage, or the server cannot use a value"),
        (NotLicensed, "not licensed: revoked, expired, suspended, not activated, wrong product, unusable token"),
        (Limit, "no machine slot, no seat, or too many tries"),
        (Unauthorized, "admin secret or API key missing or wrong"),
        (NotFound, "no such license, product, variant, code, order, machine or API key"),
        (Conflict, "it exists already, or has been used, or is in use"),
        (Network, "the server cannot be reached or is not ready"),
        (ServerFault, "the server failed; its log says why"),
        (Tampered, "the audit trail is not as the server wrote it"),
    ];

    public static int Of(LicenseError error) => error.Code switch
    {
        ErrorCodes.InvalidRequest or ErrorCodes.MissingFields => Usage,
        ErrorCodes.Revoked or ErrorCodes.Expired or ErrorCodes.Suspended or ErrorCodes.NotActivated
            or ErrorCodes.InvalidToken or ErrorCodes.WrongProduct => NotLicensed,
        ErrorCodes.MachineLimit or ErrorCodes.SessionLost or ErrorCodes.RateLimited => Limit,
        ErrorCodes.Unauthorized => Unauthorized,
        ErrorCodes.NotFound => NotFound,
        ErrorCodes.Conflict => Conflict,
        ErrorCodes.Network or ErrorCodes.Unavailable => Network,
        ErrorCodes.Internal => ServerFault,
        _ => Bug,
    };
}
