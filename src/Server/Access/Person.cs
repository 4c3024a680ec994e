using System.Security.Cryptography;
using CgLicense.Server.Audit;

namespace CgLicense.Server.Access;

/// <summary>Somebody whom an OpenID provider vouches for.</summary>
/// <param name="Subject">What the provider calls them, for ever.</param>
/// <param name="Email">Null when the provider has told none that it verified. Personal data.</param>
/// <param name="IdHash">Of provider and subject: the same person at the same provider.</param>
/// <param name="AdmittedBy">The hash of the entry of the operator's list that let them in.</param>
internal sealed record Person(string Subject, string? Email, string IdHash, string AdmittedBy)
{
    public static Person Vouched(string authority, string subject, string? email, string admittedBy) => new(
        subject, email,
        Convert.ToHexStringLower(SHA256.HashData(CanonicalText.Of("cglicense/oidc/person/v1", authority, subject))), admittedBy);

    /// <summary>For people to read.</summary>
    public string Name => Email ?? Subject;

    /// <param name="creatorId">The one creator they act for; null for the admin.</param>
    public Principal As(string? creatorId, Secret credential, string address) => creatorId is null
        ? new Principal.Admin(credential, address) { Person = this }
        : new Principal.Creator(creatorId, IdHash, credential, address) { Person = this };

    // The subject stays in the audit trail, where who did something must be told for ever; the address can be forgotten there.
    public Actor Actor(string address) => new("oidc:" + Subject, address) { Email = Email };
}
