using CgLicense.Server.Audit;

namespace CgLicense.Server.Access;

/// <summary>Who makes an administrative call.</summary>
/// <param name="Credential">What they proved it with.</param>
/// <param name="Address">Where they call from.</param>
internal abstract record Principal(Secret Credential, string Address)
{
    /// <summary>Who it is, where single sign-on has said; null with a secret or key, which tells nobody's name.</summary>
    public Person? Person { get; init; }

    /// <summary>For the audit trail: never a secret.</summary>
    public abstract Actor Actor { get; }

    /// <summary>Data outside a caller's scope does not exist for them.</summary>
    public abstract bool MaySee(string creatorId);

    /// <summary>The one creator this caller is confined to; null for all.</summary>
    public abstract string? Scope { get; }

    /// <summary>The holder of the admin secret, or who may act as if they were: all creators.</summary>
    public sealed record Admin(Secret Credential, string Address) : Principal(Credential, Address)
    {
        public override Actor Actor => Person?.Actor(Address) ?? new("admin", Address);
        public override string? Scope => null;
        public override bool MaySee(string creatorId) => true;
    }

    /// <summary>The marketplace, which sells for all creators.</summary>
    public sealed record Webhook(Secret Credential, string Address) : Principal(Credential, Address)
    {
        public override Actor Actor => new("webhook", Address);
        public override string? Scope => null;
        public override bool MaySee(string creatorId) => true;
    }

    /// <summary>The holder of an API key, or who acts for the creator without one.</summary>
    /// <param name="KeyHash">Of the API key, or of the person.</param>
    public sealed record Creator(string CreatorId, string KeyHash, Secret Credential, string Address)
        : Principal(Credential, Address)
    {
        public override Actor Actor => Person?.Actor(Address) ?? new("key:" + KeyHash[..12], Address);
        public override string? Scope => CreatorId;
        public override bool MaySee(string creatorId) => creatorId == CreatorId;
    }
}
