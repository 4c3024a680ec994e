using System.Text.Json;

namespace CgLicense.Server.OpenIdConnect;

/// <summary>What a provider says about a person. Of a claim with several values, each counts.</summary>
internal sealed record PersonClaims(IReadOnlyDictionary<string, IReadOnlyList<string>> Values)
{
    private const string Verified = "email_verified";

    public string? Subject => First(AdmittedEntry.Subject);

    public string? Email => First(AdmittedEntry.Email);

    /// <summary>Core 1.0 section 5.1 has a boolean; some providers write it as text.</summary>
    public bool EmailVerified => First(Verified) is "true" or "True";

    public static PersonClaims Read(JsonElement json) => new(
        json.EnumerateObject().GroupBy(member => member.Name, StringComparer.Ordinal)
            .ToDictionary(members => members.Key, members => Texts(members.Last().Value), StringComparer.Ordinal));

    /// <summary>With what the userinfo endpoint adds; what the signed token says stands.</summary>
    public PersonClaims And(PersonClaims more)
    {
        var all = new Dictionary<string, IReadOnlyList<string>>(Values, StringComparer.Ordinal);
        // Whether an address is verified is said of that address, and of no other.
        if (Email is null)
            all.Remove(Verified);
        foreach (var (name, values) in more.Values.Where(claim => claim.Key != Verified || Email is null || Email == more.Email))
            all.TryAdd(name, values);
        return new(all);
    }

    /// <summary>The first value of a claim; null when there is none.</summary>
    public string? First(string claim) => Values.TryGetValue(claim, out var values) && values.Count > 0 ? values[0] : null;

    private static IReadOnlyList<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(Texts)],
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => [value.GetRawText()],
        _ => [],
    };
}
