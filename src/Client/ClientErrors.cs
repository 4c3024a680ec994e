using System.Globalization;
using CgLicense.Protocol;

namespace CgLicense;

/// <summary>The errors that no server sends, because the client finds them.</summary>
internal static class ClientErrors
{
    public const string GraceReason = "grace";
    public const string GraceExpiredReason = "grace_expired";

    public static LicenseError Network(string why) => new(
        ErrorCodes.Network, 0,
        $"The license server cannot be reached: {why.TrimEnd('.')}. Check the connection (and HTTPS_PROXY behind a proxy), then try again.");

    public static LicenseError NoUsableToken(LicenseError network) =>
        network with { Code = ErrorCodes.Network, HttpStatus = 0, Message = "No usable token is stored on this machine. " + network.Message };

    public static LicenseError Unreadable(string file) => LicenseError.InvalidToken with
    {
        HttpStatus = 0,
        Message = $"The license file {file} cannot be read: it is damaged, or belongs to another machine or another "
            + "product salt. Activate the license again; that replaces it.",
    };

    public static LicenseError Untrusted(string why) =>
        LicenseError.InvalidToken with { HttpStatus = 0, Message = $"The server's answer cannot be trusted: {why}" };

    public static LicenseError EmptyKey { get; } = new(
        ErrorCodes.InvalidRequest, 0, "No license key was given. Enter the key you got with your purchase.");

    public static LicenseError PlainHttp(Uri server) => new(
        ErrorCodes.InvalidRequest, 0,
        $"{server.GetLeftPart(UriPartial.Authority)} is plain HTTP to another machine, so its keys could be anybody's. Use https://, or give the "
        + "client the server's root key.");

    public static LicenseError Degraded(string? message) => new(
        ErrorCodes.Degraded, 0,
        message is { Length: > 0 } ? message : "There is a problem with this license. The tool still runs; contact its seller.");

    public static LicenseError FalseToken { get; } = LicenseError.InvalidToken with
    {
        HttpStatus = 0,
        Message = "The stored license token is not genuine. Connect to the network to renew it, or activate again.",
    };

    public static LicenseError InGrace(long lastRenewal, long secondsLeft) => new(
        ErrorCodes.Degraded, 0,
        $"License server not reachable since {Day(lastRenewal)}; {DaysLeft(secondsLeft)} of offline use left. Connect to the network soon.")
    {
        Reason = GraceReason,
    };

    public static LicenseError GraceExpired(long tokenEnd) => LicenseError.InvalidToken with
    {
        HttpStatus = 0,
        Reason = GraceExpiredReason,
        Message = $"The offline token ended on {Day(tokenEnd)} and its grace period is over. Connect to the network and try again.",
    };

    public static LicenseError FileNotDeleted(string file) => new(
        ErrorCodes.Internal, 0,
        $"The machine was deactivated, but {file} cannot be deleted. Delete it by hand.");

    private static string DaysLeft(long seconds) => (seconds / 86_400) switch
    {
        0 => "less than a day",
        1 => "1 day",
        var days => days.ToString(CultureInfo.InvariantCulture) + " days",
    };

    private static string Day(long unixSeconds) =>
        UnixTime.ToTime(unixSeconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
