using System.Text.Json;
using CgLicense.Protocol;

namespace CgLicense;

/// <summary><c>activate_from_file</c>: what a person carried here becomes this machine's license, or nothing changes. Nobody is asked.</summary>
internal sealed class OfflineActivation(
    LicenseMemory memory, TokenJudge judge, string productId, Func<string> fingerprint, Func<DateTimeOffset> clock)
{
    /// <summary>A file is about four kilobytes.</summary>
    private const int MaxBytes = 64 * 1024;

    public ActivationOutcome Read(string path)
    {
        byte[] content;
        try
        {
            content = AtomicFile.Read(path, MaxBytes) ?? throw new FileNotFoundException("there is no such file");
        }
        catch (InvalidDataException)
        {
            return new ActivationOutcome.Failed(OfflineFileErrors.OtherFormat(path));
        }
        catch (Exception e) when (AtomicFile.IsDiskTrouble(e) || e is ArgumentException)
        {
            return new ActivationOutcome.Failed(OfflineFileErrors.Unreadable(path, e.Message));
        }

        return TryParse(content) is { Format: CreateOfflineFileAnswer.CurrentFormat } file
            ? Judge(file)
            : new ActivationOutcome.Failed(OfflineFileErrors.OtherFormat(path));
    }

    private ActivationOutcome Judge(CreateOfflineFileAnswer file)
    {
        // Said by the file alone, and so only for a better word: the token's own claims are what counts.
        if (file.ProductId != productId)
            return new ActivationOutcome.Failed(OfflineFileErrors.OtherProduct(file.ProductId, productId));
        if (file.MachineFingerprint != fingerprint())
            return new ActivationOutcome.Failed(OfflineFileErrors.OtherMachine(file.MachineFingerprint, fingerprint()));
        var held = memory.Read() is CacheReading.Content { Record: var record } ? judge.Look(record) : null;
        var trust = judge.TrustOf(held?.Record);
        // First use is for a server's answer over TLS. Whoever forges a file would bring a root key of their own along.
        if (trust.Root is null)
            return new ActivationOutcome.Failed(OfflineFileErrors.NoRootKey);
        if (judge.Adopt(trust, file.KeySet) is not { } adopted)
            return new ActivationOutcome.Failed(OfflineFileErrors.UntrustedKeys);
        return judge.Read(file.Token, adopted) switch
        {
            TokenReading.Genuine genuine => Conclude(file, new Believed(genuine.Claims, adopted), held),
            var reading => new ActivationOutcome.Failed(OfflineFileErrors.FalseToken(((TokenReading.Refused)reading).Fault)),
        };
    }

    private ActivationOutcome Conclude(CreateOfflineFileAnswer file, Believed token, StoredLicense.Held? held)
    {
        var decision = OfflineActivationRules.Decide(token.Claims, held, clock());
        if (decision is OfflineActivationDecision.Refuse { Error: var error })
            return new ActivationOutcome.Failed(error);
        var taken = (OfflineActivationDecision.Take)decision;
        var grant = Grant.From(file, token);
        var record = CachedLicenseRules.AfterGrant(held?.Record ?? new CachedLicense { ProductId = productId }, grant, clock()) with
        {
            SeenAt = taken.SeenAt,
        };
        memory.Save(record);
        return new ActivationOutcome.Done(
            Activation.From(grant),
            LicenseCheck.Licensed(OfflineRules.Warning(grant.Claims), LicenseInfo.From(record, grant.Claims, record.SeenAt)));
    }

    private static CreateOfflineFileAnswer? TryParse(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, ProtocolJson.Wire.CreateOfflineFileAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
