using System.Globalization;
using CgLicense.Protocol;

namespace CgLicense;

/// <summary>Why a carried license file is not taken. After each of them, everything is as it was.</summary>
internal static class OfflineFileErrors
{
    /// <summary>Digits that tell machines apart and can be read out on the telephone.</summary>
    private const int ShortDigits = 8;

    public static LicenseError Unreadable(string path, string why) => Invalid(
        "file_unreadable", $"The license file {path} cannot be read ({why.TrimEnd('.')}). Check the path, and the rights to read it.");

    public static LicenseError OtherFormat(string path) => Invalid(
        "file_format",
        $"{path} is not a license file for a machine without network, or is damaged, or newer than this tool. Download it again, and look for a newer version of the tool.");

    public static LicenseError NotWritten(string path, string why) => Invalid(
        "file_not_written", $"The request file {path} cannot be written ({why.TrimEnd('.')}). Choose another place.");

    public static LicenseError OtherProduct(string? file, string own) => LicenseError.WrongProduct with
    {
        HttpStatus = 0,
        Message = $"The license file is for the product '{file}', and this tool is '{own}'. Download the file of the right license.",
    };

    public static LicenseError OtherMachine(string? file, string own) => Untrue(
        "other_machine",
        $"The license file was made for the machine {Short(file)}, and this machine is {Short(own)}. Download one for this machine's fingerprint.");

    public static LicenseError NoRootKey { get; } = Untrue(
        "no_root_key",
        "This tool has not been told whose license files to believe, and anybody could have made this one. It needs the SDK from the license server's home page, "
        + "which has the server's root key in it, or that key as its public_key argument. Tell the tool's seller.");

    public static LicenseError UntrustedKeys { get; } = Untrue(
        "untrusted_keys",
        "The license file's keys are not signed by the root key that this tool trusts. The file was changed, or is another server's. Download it again.");

    public static LicenseError FalseToken(TokenFault fault) => fault switch
    {
        TokenFault.RevokedKey => Untrue("revoked_key", "The license file was signed with a key that has been withdrawn since. Download a new one."),
        TokenFault.UnknownKey => Untrue("unknown_key", "The license file was signed with a key that the license server does not vouch for. Download a new one."),
        _ => Untrue("false_token", "The license file is not genuine, or is for another machine or product. Download it again."),
    };

    public static LicenseError RefusedBefore(CachedRefusal refusal) => new(refusal.Code, 0, refusal.Error) { Reason = "refused_before" };

    public static LicenseError OlderThanHeld(long file, long held) => Untrue(
        "older_than_held",
        $"The license file is from {Moment(file)}, and this machine holds a newer license already, from {Moment(held)}. Nothing was changed.");

    public static LicenseError Ended(long end, long now) => Untrue(
        "token_expired",
        $"The license file ended on {Moment(end)}, and by this machine's clock it is {Moment(now)}. Download a new one. If the clock is wrong, set it right; if it was, delete license.dat too.");

    private static LicenseError Invalid(string reason, string message) => new(ErrorCodes.InvalidRequest, 0, message) { Reason = reason };

    private static LicenseError Untrue(string reason, string message) =>
        LicenseError.InvalidToken with { HttpStatus = 0, Reason = reason, Message = message };

    private static string Short(string? fingerprint) =>
        fingerprint is { Length: > ShortDigits } ? fingerprint[..ShortDigits] + "…" : $"'{fingerprint}'";

    private static string Moment(long unixSeconds) =>
        UnixTime.ToTime(unixSeconds).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
