using CgLicense.Protocol;
using CgLicense.Server.Activation;

namespace CgLicense.Server.Portal;

/// <summary>Why there is no license file, for the person who asked for one.</summary>
internal static class OfflineFileWords
{
    /// <summary>Of a floating license, before anybody asks and after.</summary>
    public const string Floating = "There is no license file for this license: its seats move between computers, and the license server has to hear of each computer that uses one. "
        + "For a computer without network, ask the seller for a license per computer.";

    public static Notice Of(LicenseError refusal, string product) => refusal.Code switch
    {
        _ when refusal == OfflineFileRules.Floating => new Notice("bad", Floating),
        ErrorCodes.MachineLimit => new Notice("bad", "All computers of this license are in use. Free one below, then ask for the file again."),
        ErrorCodes.RateLimited => new Notice("bad", $"Too many new computers were tried with this license. Try again in {Minutes(refusal.RetryAfterSeconds)} minutes."),
        ErrorCodes.WrongProduct => new Notice("bad", $"The request is of another tool, {product}. Open the license of that tool, and choose the request file there."),
        ErrorCodes.Expired => new Notice("bad", "The license has ended. Once it is renewed, there are files for it again."),
        _ => new Notice("bad", "There is no license file as long as the license cannot be used."),
    };

    private static long Minutes(long? seconds) => ((seconds ?? 0) + 59) / 60;
}
