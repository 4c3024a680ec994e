using CgLicense.Protocol;
using CgLicense.Server.Pages;

namespace CgLicense.Server.Portal;

/// <summary>The forms that ask for a license file: for another computer, and for one that is in the list.</summary>
internal static class OfflineFileForms
{
    /// <summary>Nothing where the license cannot be used: its state is what the page is about then.</summary>
    public static Html Section(PortalLicense license, Customer customer, PublicAddress at, DateTimeOffset now) =>
        !IsUsable(license, now) ? Html.None
        : license.IsFloating ? Html.Of($"<details><summary>A computer without network …</summary><p>{OfflineFileWords.Floating}</p></details>")
        : Html.Of(
            $"""
            <details>
            <summary>License file for a machine without network …</summary>
            <p>In the tool on that computer, let it write its request file, or show its fingerprint. Carry it here, and the license file back. The tool then runs there for {Lasts(license, now)} without asking anybody; a new file before that takes no further place.</p>
            <form class="fields" method="post" enctype="multipart/form-data" action="{Action(license, at)}">
            {SignedIn.Token(customer)}
            <label>Request file of the tool <input name="request" type="file" accept=".cgrequest,application/json"></label>
            <label>Or its fingerprint <input name="fingerprint" maxlength="160" autocomplete="off" autocapitalize="none" spellcheck="false"></label>
            <label>Name of the computer <input name="name" maxlength="{OfflineFormRules.LongestName}" autocomplete="off" placeholder="as in the request file"></label>
            {Product(license)}
            <button>Download the license file</button>
            </form>
            </details>
            """);

    /// <summary>For a computer in the list. One whose fingerprint is not of our making has no tool that could read the file.</summary>
    public static Html Row(PortalLicense license, ActivationRecord machine, Customer customer, PublicAddress at, DateTimeOffset now) =>
        !IsUsable(license, now) || license.IsFloating || !FingerprintFormula.IsOne(machine.Fingerprint) ? Html.None
        : Html.Of(
            $"""
            <form class="row" method="post" action="{Action(license, at)}">
            {SignedIn.Token(customer)}<input type="hidden" name="fingerprint" value="{machine.Fingerprint}"><input type="hidden" name="name" value="{machine.Hostname}">
            {Product(license)}
            <button aria-label="License file for {machine.Hostname}">License file</button>
            </form>
            """);

    private static bool IsUsable(PortalLicense license, DateTimeOffset now) => license.StatusAt(now) is LicenseStatus.Active or LicenseStatus.Degraded;

    private static string Action(PortalLicense license, PublicAddress at) => at.Path($"/portal/licenses/{license.Uid}/file");

    private static string Lasts(PortalLicense license, DateTimeOffset now) =>
        (license.StatusAt(now) == LicenseStatus.Degraded ? Days(1) : Days(license.TokenDays))
        + (license.GraceDays > 0 ? FormattableString.Invariant($", and {license.GraceDays} more with a warning,") : "");

    private static string Days(long days) => days == 1 ? "1 day" : FormattableString.Invariant($"{days} days");

    // A fingerprint is salted for its product, so only the customer knows which one a pasted one is of.
    private static Html Product(PortalLicense license) => license.UnlockedProducts.Count == 0
        ? Html.Of($"<input type=\"hidden\" name=\"product\" value=\"{license.ProductId}\">")
        : Html.Of($"<label>Tool <select name=\"product\">{Html.Each(license.UnlockedProducts.Prepend(license.ProductId).Distinct(), slug => Html.Of($"<option>{slug}</option>"))}</select></label>");
}
