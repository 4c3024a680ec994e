using CgLicense.Protocol;

namespace CgLicense;

/// <summary>The client's side of each endpoint: what is sent, and when the answer is believed.</summary>
internal sealed class Conversation(ServerApi api, TokenJudge judge, string productId, Func<string> fingerprint)
{
    public async Task<Reply<Grant>> Activate(string licenseKey, Trust trust, CancellationToken cancellationToken)
    {
        var keys = await judge.WithKeys(trust, cancellationToken).ConfigureAwait(false);
        return await keys.Then(async known =>
        {
            var reply = await api.Post(
                "/activate",
                new ActivateRequest
                {
                    LicenseKey = licenseKey,
                    MachineFingerprint = fingerprint(),
                    Hostname = MachineName.Host,
                    ProductId = productId,
                    User = MachineName.User,
                    SessionId = ProcessSession.Id,
                    Sdk = ServerApi.Sdk,
                },
                ProtocolJson.Wire.ActivateRequest, ProtocolJson.Wire.ActivateAnswer, cancellationToken).ConfigureAwait(false);
            return await reply.Then(async answer =>
            {
                var believed = await judge.Believe(answer.Token, known, ReferenceEquals(known, trust), cancellationToken)
                    .ConfigureAwait(false);
                return await believed.Then(token => Answered(Grant.From(answer, token))).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public async Task<Reply<Grant>> Validate(CachedLicense record, Trust trust, CancellationToken cancellationToken)
    {
        var reply = await api.Post(
            "/validate",
            new ValidateRequest
            {
                LicenseKey = record.LicenseKey,
                MachineFingerprint = fingerprint(),
                Token = record.Token,
                SessionId = ProcessSession.Id,
            },
            ProtocolJson.Wire.ValidateRequest, ProtocolJson.Wire.ValidateAnswer, cancellationToken).ConfigureAwait(false);
        // The server looked for the machine before the token, so it knows this one: activating takes no new slot.
        if (reply is Reply<ValidateAnswer>.Refused { Error.Code: ErrorCodes.InvalidToken })
            return await Activate(record.LicenseKey!, trust, cancellationToken).ConfigureAwait(false);
        return await reply.Then(async answer =>
        {
            var believed = await judge.Believe(answer.Token, trust, mayFetch: true, cancellationToken).ConfigureAwait(false);
            return await believed.Then(token => Answered(Grant.From(answer, token))).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public async Task<Reply<Beat>> Heartbeat(CachedLicense record, Trust trust, CancellationToken cancellationToken)
    {
        var reply = await api.Post(
            "/heartbeat",
            new HeartbeatRequest
            {
                LicenseKey = record.LicenseKey,
                MachineFingerprint = fingerprint(),
                ProductId = productId,
                SessionId = ProcessSession.Id,
                Token = record.Token,
            },
            ProtocolJson.Wire.HeartbeatRequest, ProtocolJson.Wire.HeartbeatAnswer, cancellationToken).ConfigureAwait(false);
        return await reply.Then(async answer =>
        {
            if (answer.Token is null)
                return new Reply<Beat>.Answered(new Beat(answer, null, trust));
            var believed = await judge.Believe(answer.Token, trust, mayFetch: true, cancellationToken).ConfigureAwait(false);
            return await believed.Then(token => Answered(new Beat(answer, token.Claims, token.Trust))).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public Task<Reply<DeactivateAnswer>> Deactivate(CachedLicense record, CancellationToken cancellationToken) =>
        api.Post(
            "/deactivate",
            new DeactivateRequest
            {
                LicenseKey = record.LicenseKey,
                MachineFingerprint = fingerprint(),
                ProductId = productId,
                SessionId = ProcessSession.Id,
                Token = record.Token,
            },
            ProtocolJson.Wire.DeactivateRequest, ProtocolJson.Wire.DeactivateAnswer, cancellationToken);

    private static Task<Reply<T>> Answered<T>(T answer) => Task.FromResult<Reply<T>>(new Reply<T>.Answered(answer));
}
