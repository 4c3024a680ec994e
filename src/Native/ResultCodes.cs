namespace CgLicense.Native;

/// <summary>The numbers of <c>cg_license_result</c>. They are for ever: programs were compiled with them.</summary>
internal static class ResultCodes
{
    public const int Ok = 0;
    public const int Refused = 99;
    public const int BadArgument = 100;
    public const int Closed = 101;
    public const int NoValue = 102;
    public const int Broken = 103;

    /// <summary>The error codes of the contract.</summary>
    public static IReadOnlyDictionary<string, int> OfErrors { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [ErrorCodes.Degraded] = 1,
        [ErrorCodes.Network] = 10,
        [ErrorCodes.NotActivated] = 11,
        [ErrorCodes.NotFound] = 12,
        [ErrorCodes.Revoked] = 13,
        [ErrorCodes.Expired] = 14,
        [ErrorCodes.Suspended] = 15,
        [ErrorCodes.MachineLimit] = 16,
        [ErrorCodes.SessionLost] = 17,
        [ErrorCodes.InvalidToken] = 18,
        [ErrorCodes.WrongProduct] = 19,
        [ErrorCodes.RateLimited] = 20,
        [ErrorCodes.MissingFields] = 21,
        [ErrorCodes.InvalidRequest] = 22,
        [ErrorCodes.Unauthorized] = 23,
        [ErrorCodes.Conflict] = 24,
        [ErrorCodes.Internal] = 25,
        [ErrorCodes.Unavailable] = 26,
    };

    private static Dictionary<int, string> Names { get; } = OfErrors.ToDictionary(pair => pair.Value, pair => pair.Key).Concat(
    [
        new(Ok, "ok"), new(Refused, "refused"), new(BadArgument, "bad_argument"), new(Closed, "closed"), new(NoValue, "no_value"), new(Broken, "broken"),
    ]).ToDictionary();

    public static int Of(LicenseError? error) => error is null ? Ok : OfErrors.GetValueOrDefault(error.Code, Refused);

    public static string NameOf(int result) => Names.GetValueOrDefault(result, "unknown");
}
