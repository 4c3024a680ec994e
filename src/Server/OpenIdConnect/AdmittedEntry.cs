using System.Security.Cryptography;
using CgLicense.Server.Audit;

namespace CgLicense.Server.OpenIdConnect;

/// <summary>One entry of the operator's lists: whoever has this claim with this value may come in.</summary>
/// <param name="Claim">A claim's name; <see cref="Email"/> counts only where the provider has verified the address.</param>
/// <param name="Value">What it must be, or hold among other values.</param>
/// <param name="CreatorId">The one creator they then act for; null for the admin.</param>
internal sealed record AdmittedEntry(string Claim, string Value, string? CreatorId)
{
    public const string Email = "email";
    public const string Subject = "sub";

    /// <summary><c>ann@example.com</c>, <c>groups=licensing</c>, or a subject as it is; null when there is nothing to compare with.</summary>
    public static AdmittedEntry? Read(string text, string? creatorId = null)
    {
        var (claim, value) = text.Split('=', 2) is [var name, var wanted] ? (name.Trim(), wanted.Trim())
            : text.Contains('@', StringComparison.Ordinal) ? (Email, text)
            : (Subject, text);
        return claim.Length > 0 && value.Length > 0 ? new(claim, value, creatorId) : null;
    }

    /// <summary>What a session is bound to: it ends when this entry is gone, or the provider is another one.</summary>
    public string Hash(string authority) => Convert.ToHexStringLower(SHA256.HashData(
        CanonicalText.Of("cglicense/oidc/entry/v1", authority, Claim, Value, CreatorId)));
}
