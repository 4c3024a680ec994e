namespace CgLicense.Cli.Server;

/// <summary>What a call to the server came to.</summary>
internal abstract record ServerReply<T>
{
    private ServerReply()
    {
    }

    /// <param name="Answer">The answer as a type.</param>
    /// <param name="Json">The same, byte for byte as the server wrote it.</param>
    public sealed record Answered(T Answer, string Json) : ServerReply<T>;

    /// <param name="Error">The server's refusal, or why there is no answer.</param>
    /// <param name="Json">The refusal as the server wrote it; null when it was not the server that refused.</param>
    public sealed record Failed(LicenseError Error, string? Json) : ServerReply<T>;
}
