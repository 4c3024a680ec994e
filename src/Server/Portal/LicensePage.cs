using CgLicense.Protocol;
using CgLicense.Server.Activation;
using CgLicense.Server.Pages;

namespace CgLicense.Server.Portal;

/// <summary>One license as its customer sees it.</summary>
/// <param name="Machines">The computers it is bound to, or was last used on.</param>
/// <param name="Released">Those that were freed here within <see cref="ReleaseRules.Window"/>.</param>
internal sealed record LicensePage(PortalLicense License, IReadOnlyList<ActivationRecord> Machines, Releases Released)
{
    public PlainPage Show(Customer customer, PublicAddress at, DateTimeOffset now, Notice? notice)
    {
        var words = StatusWords.Of(License, now);
        return new PlainPage(
            License.Product,
            Html.Of(
                $"""
                {(notice is null ? Html.None : Html.Of($"<p class=\"note {notice.Tone}\" role=\"status\">{notice.Text}</p>"))}
                <section class="card" aria-label="License">
                <div class="head"><h2>{License.Variant}</h2><span class="chip {words.Tone}">{words.Label}</span></div>
                <p>{words.Sentence}</p>
                <dl>
                <div><dt>License key</dt><dd class="key">{License.Key.Value}</dd></div>
                <div><dt>In use</dt><dd>{Use(License)}</dd></div>
                </dl>
                {Seller()}
                {OfflineFileForms.Section(License, customer, at, now)}
                </section>
                <h2>Computers</h2>
                {(Machines.Count == 0 ? Html.Of($"<p class=\"soft\">None yet. Enter the key in the tool on the computer you want to use.</p>") : Rules(now))}
                {Html.Each(Machines, machine => Card(machine, customer, at, now))}
                """))
        {
            Corner = SignedIn.Corner(customer, at),
        };
    }

    /// <summary>How much of the license is in use, in words.</summary>
    public static string Use(PortalLicense license) => license switch
    {
        { IsFloating: true, MaxConcurrent: Defaults.Unlimited } => FormattableString.Invariant($"{license.SeatsUsed} seats, as many as you like"),
        { IsFloating: true } => FormattableString.Invariant($"{license.SeatsUsed} of {license.MaxConcurrent} seats"),
        { MaxMachines: Defaults.Unlimited } => FormattableString.Invariant($"{license.Machines} computers, as many as you like"),
        _ => FormattableString.Invariant($"{license.Machines} of {license.MaxMachines} computers"),
    };

    private Html Seller()
    {
        // A seller writes this address: only one that leads to a page becomes a link, never "javascript:".
        var renew = License.ExpiresAt is not null && Uri.TryCreate(License.RenewUrl, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? Html.Of($"<a class=\"button\" href=\"{License.RenewUrl}\" rel=\"noreferrer\">Renew</a>")
            : Html.None;
        var ask = License.SupportEmail is { Length: > 0 } mailbox ? Html.Of($"<span class=\"soft\">Questions? <a href=\"mailto:{mailbox}\">{mailbox}</a></span>") : Html.None;
        return Html.Of($"<p class=\"head after\">{renew}{ask}</p>");
    }

    // Said before the last one is used up, not after.
    private Html Rules(DateTimeOffset now) => ReleaseRules.Left(Released.Count) switch
    {
        0 => Html.Of($"<p class=\"note warn\">{ReleaseRules.MostPerWindow} computers were freed here within 30 days, which is all there are. The next one can be freed from {(Released.Oldest ?? now) + ReleaseRules.Window} on; until then, ask the seller, or use <em>Deactivate</em> in the tool itself.</p>"),
        var left => Html.Of($"<p class=\"soft\">A computer that still works is freed in the tool itself, with <em>Deactivate</em>, as often as you like. One that is lost or broken is freed here: {left} more within 30 days.</p>"),
    };

    private Html Card(ActivationRecord machine, Customer customer, PublicAddress at, DateTimeOffset now) => Html.Of(
        $"""
        <section class="card">
        <div class="head"><h3>{machine.Hostname}</h3>{(machine.SessionActive ? Html.Of($"<span class=\"chip good\">Running now</span>") : Html.None)}</div>
        <dl class="short">
        <div><dt>First seen</dt><dd>{machine.FirstSeen}</dd></div>
        <div><dt>Last seen</dt><dd>{machine.LastSeen}</dd></div>
        </dl>
        {OfflineFileForms.Row(License, machine, customer, at, now)}
        {(ReleaseRules.Left(Released.Count) > 0 ? FreeForm(machine, customer, at) : Html.None)}
        </section>
        """);

    private Html FreeForm(ActivationRecord machine, Customer customer, PublicAddress at) => Html.Of(
        $"""
        <details>
        <summary>Free this computer …</summary>
        <p>Another computer can then take its place. {(machine.Sdk == OfflineFile.Sdk ? Html.Of($"On {machine.Hostname} the tool runs on until its license file ends.") : Html.Of($"On {machine.Hostname} the tool stops when it next asks the license server; it can be activated again there."))}</p>
        <form method="post" action="{at.Path($"/portal/licenses/{License.Uid}/free")}">
        {SignedIn.Token(customer)}<input type="hidden" name="fingerprint" value="{machine.Fingerprint}">
        <button class="danger">Free {machine.Hostname}</button>
        </form>
        </details>
        """);
}
