using CgLicense.Server.Access;
using CgLicense.Server.Audit;

namespace CgLicense.Server.Portal;

/// <summary>Somebody who has signed in at the portal.</summary>
/// <param name="Email">As they signed in; no other address's licenses are theirs.</param>
/// <param name="LicenseId">The one license they proved to know; null when they proved that the mailbox is theirs.</param>
/// <param name="Cookie">Their session's secret.</param>
/// <param name="Address">Where they call from.</param>
internal sealed record Customer(string Email, long? LicenseId, Secret Cookie, string Address)
{
    public Actor Actor => Actor.Customer(Address);

    /// <summary>What only pages of this session know: a form without it was not written by us.</summary>
    public Secret FormToken => new(new Secret("form:" + Cookie.Reveal()).Hash());
}
