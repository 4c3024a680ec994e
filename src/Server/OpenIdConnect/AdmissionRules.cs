namespace CgLicense.Server.OpenIdConnect;

/// <summary>Who may come in, by what the provider says about them.</summary>
internal static class AdmissionRules
{
    /// <summary>The first entry that lets a person in; null when none does.</summary>
    public static AdmittedEntry? Admitting(PersonClaims person, IReadOnlyList<AdmittedEntry> entries) =>
        entries.FirstOrDefault(entry => Fits(person, entry));

    /// <summary>Whether an entry that once let somebody in, as the same, is still there.</summary>
    /// <param name="hash">Of the entry, see <see cref="AdmittedEntry.Hash"/>: it covers the creator too.</param>
    public static bool StillAdmits(string hash, OidcOptions? options) =>
        options is not null && options.Admitted.Any(entry => entry.Hash(options.Authority) == hash);

    // An address that nobody verified is what its owner typed: anybody could type the admin's (CWE-290).
    private static bool Fits(PersonClaims person, AdmittedEntry entry) => entry.Claim == AdmittedEntry.Email
        ? person.EmailVerified && string.Equals(person.Email, entry.Value, StringComparison.OrdinalIgnoreCase)
        : person.Values.TryGetValue(entry.Claim, out var values) && values.Contains(entry.Value, StringComparer.Ordinal);
}
