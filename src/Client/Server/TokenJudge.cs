using CgLicense.Protocol;

namespace CgLicense;

/// <summary>Is a token genuine, for this product, and for this machine?</summary>
internal sealed class TokenJudge(ServerApi api, KeyTrust keyTrust, string productId, Func<string> fingerprint)
{
    private volatile StoredLicense.Held? latest;

    /// <summary>What the file holds, judged without asking anybody. Neither a record nor a judgement of it ever changes; the time is held against it later.</summary>
    public StoredLicense.Held Look(CachedLicense record) =>
        latest is { } known && ReferenceEquals(known.Record, record) ? known : latest = Judge(record);

    private StoredLicense.Held Judge(CachedLicense record)
    {
        var trust = keyTrust.Of(record);
        return record.Token is null ? new StoredLicense.Held(record, trust, null) : Read(record.Token, trust) switch
        {
            TokenReading.Genuine own => new StoredLicense.Held(record, trust, own.Claims),
            TokenReading.Refused { Fault: var fault } => new StoredLicense.Held(record, trust, null, fault),
            _ => throw new InvalidOperationException("a reading is one of two"),
        };
    }

    public Trust TrustOf(CachedLicense? record) => keyTrust.Of(record);

    /// <summary>The trust with a key set that did not come from a server; null when the root that counts did not sign it.</summary>
    public Trust? Adopt(Trust trust, string? keySet) => keyTrust.Adopt(trust, new SigningKeyAnswer { KeySet = keySet });

    /// <summary>Makes sure of a key set before a machine slot is taken for a token that could then not be verified.</summary>
    public async Task<Reply<Trust>> WithKeys(Trust trust, CancellationToken cancellationToken) => trust.Keys is not null
        ? new Reply<Trust>.Answered(trust)
        : await Fetch(trust, cancellationToken).ConfigureAwait(false);

    /// <summary>Believes a token from the server's answer, fetching the key set when its key is not known yet.</summary>
    /// <param name="token">The token as answered.</param>
    /// <param name="trust">By what it is judged first.</param>
    /// <param name="mayFetch">False when this operation has fetched the key set already: once is enough.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    public async Task<Reply<Believed>> Believe(string? token, Trust trust, bool mayFetch, CancellationToken cancellationToken)
    {
        var reading = Read(token, trust);
        if (!mayFetch || reading is not TokenReading.Refused { Fault: TokenFault.UnknownKey })
            return Outcome(reading, trust);
        var fetched = await Fetch(trust, cancellationToken).ConfigureAwait(false);
        return await fetched.Then(newer => Task.FromResult(Outcome(Read(token, newer), newer))).ConfigureAwait(false);
    }

    private async Task<Reply<Trust>> Fetch(Trust trust, CancellationToken cancellationToken)
    {
        var reply = await api.GetSigningKey(cancellationToken).ConfigureAwait(false);
        return await reply.Then(answer => Task.FromResult<Reply<Trust>>(keyTrust.Adopt(trust, answer) is { } adopted
            ? new Reply<Trust>.Answered(adopted)
            : new Reply<Trust>.Silent(ClientErrors.Untrusted(
                "its keys are not signed by the root key this tool trusts. Someone may be in between; if the server was set up anew, "
                + "delete the license file and activate again.")))).ConfigureAwait(false);
    }

    /// <summary>Judges a token by what is known, without asking anybody.</summary>
    public TokenReading Read(string? token, Trust trust)
    {
        if (trust.Keys is null)
            return new TokenReading.Refused(TokenFault.UnknownKey);
        return LicenseToken.Read(token, trust.Keys) switch
        {
            TokenReading.Genuine genuine when genuine.Claims.ProductId != productId
                || genuine.Claims.MachineFingerprint != fingerprint() => new TokenReading.Refused(TokenFault.BadClaims),
            var reading => reading,
        };
    }

    private static Reply<Believed> Outcome(TokenReading reading, Trust trust) => reading is TokenReading.Genuine genuine
        ? new Reply<Believed>.Answered(new Believed(genuine.Claims, trust))
        : new Reply<Believed>.Silent(ClientErrors.Untrusted(
            "its token is not signed by a key this tool trusts, or is for another product or machine. Tell the tool's seller."));
}
