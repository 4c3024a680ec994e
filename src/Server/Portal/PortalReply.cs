using CgLicense.Server.Pages;

namespace CgLicense.Server.Portal;

/// <summary>What the portal answers: a page, or where to go on.</summary>
internal abstract record PortalReply
{
    public sealed record Show(PlainPage Page) : PortalReply;

    /// <summary>After a form: a reload then repeats the page, not the form (303, RFC 9110 section 15.4.4).</summary>
    public sealed record GoTo(string Path) : PortalReply;

    /// <summary>A file to keep.</summary>
    /// <param name="Name">Without anything that a header would have to quote.</param>
    public sealed record Download(byte[] Content, string Name) : PortalReply;

    public static implicit operator PortalReply(PlainPage page) => new Show(page);
}
