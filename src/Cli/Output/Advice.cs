namespace CgLicense.Cli.Output;

/// <summary>What to do now, by refusal. The refusal itself says what happened and why.</summary>
internal static class Advice
{
    /// <summary>For people who sell and run the server.</summary>
    public static string? ForSeller(LicenseError error) => error.Code switch
    {
        ErrorCodes.Unauthorized =>
            "Set CGLICENSE_ADMIN_SECRET (the server printed it on its first start) or CGLICENSE_API_KEY (from 'cglicense key create').",
        ErrorCodes.NotFound when error.Message.StartsWith("Webhook", StringComparison.Ordinal) =>
            "Look it up with 'cglicense webhook list' or 'webhook deliveries'. An API key sees its own creator's data only.",
        ErrorCodes.NotFound =>
            "Look it up with 'cglicense license list', 'product list' or 'variant list'. An API key sees its own creator's data only.",
        ErrorCodes.MissingFields => "An option is missing: see the command's --help. With the admin secret, a new product needs --creator.",
        ErrorCodes.RateLimited => Wait(error),
        ErrorCodes.Unavailable => "The server runs, but its database does not answer. Look at its log, then try again.",
        ErrorCodes.Internal => "Look at the server's log.",
        _ => null,
    };

    /// <summary>For people who want to work.</summary>
    public static string? ForArtist(LicenseError error) => error.Code switch
    {
        ErrorCodes.NotActivated => "Activate it: cglicense activate <your key> --product … --salt …",
        ErrorCodes.NotFound => "Check the key for typing mistakes, and that --server is your seller's server.",
        ErrorCodes.WrongProduct => "Check --product, or ask the seller which product the key is for.",
        ErrorCodes.MachineLimit when error.MaxConcurrent is null =>
            "Run 'cglicense deactivate' on a computer you no longer use, or ask the seller to free one.",
        ErrorCodes.MachineLimit or ErrorCodes.SessionLost => "Ask a colleague to close the tool. " + Wait(error),
        ErrorCodes.RateLimited => Wait(error),
        ErrorCodes.Revoked or ErrorCodes.Suspended => "Ask the seller why; a reinstated license works again by itself.",
        ErrorCodes.Expired => "Renew it with the seller; it works again by itself.",
        ErrorCodes.Unavailable => "The server has a problem. Try again in a minute.",
        ErrorCodes.Internal => "The server has a problem. Tell the seller.",
        _ => null,
    };

    private static string Wait(LicenseError error) => error.RetryAfterSeconds switch
    {
        null => "Try again later.",
        <= 90 and var seconds => $"Try again in {Wording.Plural(seconds, "second")}.",
        { } seconds => $"Try again in {Wording.Plural((seconds + 59) / 60, "minute")}.",
    };
}
