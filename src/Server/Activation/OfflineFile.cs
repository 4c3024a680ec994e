using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Floating;
using CgLicense.Server.Http;
using CgLicense.Server.Signing;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Activation;

/// <summary>The license file of a machine without network: an activation that a person carries there.</summary>
internal sealed class OfflineFile(TokenIssuer issuer, KeyRing keys)
{
    /// <summary>Stands where a machine names its SDK: nobody has heard of the machine itself.</summary>
    public const string Sdk = "offline-file";

    /// <summary>Takes the machine's slot, or finds it, under the license's lock. Every file is in the record, a renewed one too.</summary>
    public static async Task<Outcome<Activated>> Take(Session session, ActivationFacts facts, MachineAsking machine, DateTimeOffset now)
    {
        var license = facts.License;
        if (OfflineFileRules.Refusal(license, machine.ProductId, now) is { } refusal)
            return refusal;
        var outcome = await MachineSlot.Ask(session, facts, machine with { Sdk = Sdk }, now);
        if (outcome.Answer is { IsNew: false })
            await AuditTrail.Record(session, license.Changed(machine.By, now, machine.Action, null, machine.Fingerprint));
        return outcome;
    }

    public CreateOfflineFileAnswer Sign(Activated done, MachineAsking machine, DateTimeOffset now)
    {
        var token = issuer.Issue(done.License, machine.Fingerprint, machine.ProductId, sessionId: null, now);
        var file = MachineAnswer.Write<CreateOfflineFileAnswer>(done.License, done.MachinesUsed, LeaseOutcome.NotFloating, token, now);
        file.ProductId = machine.ProductId;
        file.MachineFingerprint = machine.Fingerprint;
        file.Hostname = machine.Hostname;
        // After the token: a key set that is taken over in between knows the key that signed it, the one before may not.
        file.KeySet = keys.Current.KeySet.Compact;
        return file;
    }
}
