namespace CgLicense.Server.Access;

/// <summary>
/// What the marketplace proves itself with, on the endpoints it calls for its customers. Several at once during a
/// rotation; where the operator has set none, nothing ever matches.
/// </summary>
internal sealed class WebhookSecret(IReadOnlyList<string> secrets)
{
    public const int ShortestLength = 16;

    public const string Header = "X-Webhook-Secret";

    private readonly IReadOnlyList<string> hashes = [.. secrets.Select(secret => new Secret(secret).Hash())];

    public bool Matches(Secret candidate)
    {
        var matches = false;
        // All of them are compared, so that the time taken does not tell which one it was.
        foreach (var hash in hashes)
            matches |= candidate.HasHash(hash);
        return matches;
    }
}
