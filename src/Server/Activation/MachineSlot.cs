using CgLicense.Protocol;
using CgLicense.Server.Audit;
using CgLicense.Server.Countries;
using CgLicense.Server.Floating;
using CgLicense.Server.Http;
using CgLicense.Server.Licenses;
using CgLicense.Server.Mail;
using CgLicense.Server.Outbox;
using CgLicense.Server.Statistics;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Activation;

/// <summary>A machine that asks for a place under a license, by itself or through a person.</summary>
/// <param name="By">Who asks for it.</param>
/// <param name="Action">The route or page, for the audit trail.</param>
internal sealed record MachineAsking(string Fingerprint, string Hostname, string ProductId, Actor By, string Action)
{
    public string? User { get; init; }

    public string? Sdk { get; init; }

    /// <summary>Where the machine is; null when that is not known, as of one that a person asks for.</summary>
    public string? Country { get; init; }

    public string? SessionId { get; init; }

    /// <summary>The machine speaks for itself, so that this is the last that was heard of it.</summary>
    public bool IsHeard { get; init; }
}

/// <summary>A machine that has its place.</summary>
/// <param name="IsNew">It took a slot.</param>
internal sealed record Activated(LicenseFacts License, long MachinesUsed, LeaseOutcome Lease, bool IsNew);

/// <summary>Decides and writes one activation inside the caller's transaction, under the license's lock.</summary>
internal static class MachineSlot
{
    /// <param name="facts">From <see cref="ActivationSql.Lock"/>, of this machine.</param>
    public static async Task<Outcome<Activated>> Ask(Session session, ActivationFacts facts, MachineAsking machine, DateTimeOffset now)
    {
        var license = facts.License;
        var decision = ActivationRules.Decide(facts, machine.ProductId, now);
        if (decision is ActivationDecision.Refuse refuse)
        {
            if (refuse.Counts)
                await ActivationSql.CountAttempt(session, license.Id, now);
            if (refuse.Error.Code == ErrorCodes.MachineLimit)
                await MailQueueSql.MachineRefused(session, license, now);
            return refuse.Error;
        }

        var lease = await SeatLease.Ask(session, license, machine.Fingerprint, machine.SessionId, now, SessionRules.Acquire);
        if (lease.Refusal is { } noSeat)
            return noSeat;
        var isNew = decision is ActivationDecision.Take;
        var seen = new Sighting(SightingRules.Counted(machine.Sdk), SightingRules.Seen(facts.Before.Countries, machine.Country));
        if (isNew || machine.IsHeard)
            await ActivationSql.Save(session, license.Id, machine, seen, now);
        if (isNew)
        {
            await ActivationSql.CountAttempt(session, license.Id, now);
            await Tally.MachineAdded(session, license.Id, seen, now);
            var change = license.Changed(machine.By, now, machine.Action, LicenseEvents.MachineActivated, machine.Fingerprint);
            await AuditTrail.Record(session, change with { Personal = machine.Hostname });
        }
        else if (machine.IsHeard)
        {
            await Tally.SightingChanged(session, license.Id, facts.Before, seen);
        }

        return new Activated(license, facts.MachinesUsed + (isNew ? 1 : 0), lease, isNew);
    }
}
