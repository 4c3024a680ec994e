using System.ComponentModel;
using System.Text.Json.Serialization;

namespace CgLicense.Protocol;

/// <summary><c>GET|POST /getProductMail</c>: what a product's mail says of its seller, and its wording, its own or the default.</summary>
public sealed class GetProductMailRequest : AdminRequest
{
    [Needed]
    public string? ProductId { get; init; }
}

public sealed class ProductMailAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>What the product's mail says of its seller.</summary>
    public ProductMailRecord Settings { get; init; } = new();

    /// <summary>The wording of every kind of mail.</summary>
    public IReadOnlyList<MailTemplateRecord> Templates { get; init; } = [];

    /// <summary>The names that can stand in double braces in a wording.</summary>
    public IReadOnlyList<string> Placeholders { get; init; } = [];
}

/// <summary><c>POST /updateProductMail</c>: says what a product's mail tells of its seller. What is absent stays; an empty text goes back to the default.</summary>
public sealed class UpdateProductMailRequest : AdminRequest
{
    [Needed]
    public string? ProductId { get; init; }

    /// <summary>False writes to nobody about this product.</summary>
    public bool? Active { get; init; }

    /// <summary>The name beside the server's address; by default the product's.</summary>
    [Longest(128)]
    public string? FromName { get; init; }

    /// <summary>Where answers go.</summary>
    [Longest(254)]
    public string? ReplyTo { get; init; }

    /// <summary>Where customers ask; by default <c>replyTo</c>.</summary>
    [Longest(254)]
    public string? SupportEmail { get; init; }

    /// <summary>Where the tool is downloaded.</summary>
    [Longest(1000), Form(FormAttribute.Page)]
    public string? DownloadUrl { get; init; }

    /// <summary>Where a license is bought, renewed and paid for.</summary>
    [Longest(1000), Form(FormAttribute.Page)]
    public string? RenewUrl { get; init; }

    /// <summary>Where customers see their licenses; by default this server's own page, if it knows its <c>--public-url</c>.</summary>
    [Longest(1000), Form(FormAttribute.Page)]
    public string? PortalUrl { get; init; }

    /// <summary>How many days before a license's end its customer is told first; 0 for never.</summary>
    [Between(0, 90)]
    public long? FirstNoticeDays { get; init; }

    /// <summary>How many days before a license's end its customer is told again; 0 for never.</summary>
    [Between(0, 90)]
    public long? LastNoticeDays { get; init; }
}

public sealed class ProductMailRecord
{
    public string ProductId { get; init; } = "";

    /// <summary>False: nobody is written to about this product.</summary>
    public bool Active { get; init; } = true;

    /// <summary>Null for the product's name.</summary>
    public string? FromName { get; init; }

    /// <summary>Null for nowhere.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Null for <c>replyTo</c>.</summary>
    public string? SupportEmail { get; init; }

    /// <summary>Where the tool is downloaded; null for nowhere.</summary>
    public string? DownloadUrl { get; init; }

    /// <summary>Where a license is bought, renewed and paid for; null for nowhere.</summary>
    public string? RenewUrl { get; init; }

    /// <summary>Null for this server's own page.</summary>
    public string? PortalUrl { get; init; }

    /// <summary>Days before a license's end on which its customer is told first; 0 for never.</summary>
    public long FirstNoticeDays { get; init; } = 14;

    /// <summary>Days before a license's end on which its customer is told again; 0 for never.</summary>
    public long LastNoticeDays { get; init; } = 3;
}

public sealed class MailTemplateRecord
{
    /// <summary>Which mail.</summary>
    public string Kind { get; init; } = "";

    /// <summary>With names in double braces.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Line by line.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Line by line; null: made from the text.</summary>
    public IReadOnlyList<string>? Html { get; init; }

    /// <summary>The product's own wording, not the default.</summary>
    public bool Own { get; init; }
}

/// <summary><c>POST /setMailTemplate</c>: gives a product its own wording of one kind of mail.</summary>
public sealed class SetMailTemplateRequest : AdminRequest
{
    [Needed]
    public string? ProductId { get; init; }

    /// <summary>Which mail.</summary>
    [Needed]
    [OneOf(MailKind.LicenseDelivery, MailKind.Trial, MailKind.ExpiringSoon, MailKind.PaymentFailed, MailKind.MachineLimit, MailKind.PortalSignIn)]
    public string? Kind { get; init; }

    /// <summary>One line, with names in double braces.</summary>
    [Needed, Longest(200)]
    public string? Subject { get; init; }

    /// <summary>Line by line, with names in double braces. A line that names what there is not is left out.</summary>
    [Needed, Longest(200)]
    public IReadOnlyList<string>? Text { get; init; }

    /// <summary>Line by line; facts are escaped. Absent, it is made from the text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Longest(500)]
    public IReadOnlyList<string>? Html { get; init; }
}

/// <summary><c>POST /deleteMailTemplate</c>: one kind of mail gets the default wording again.</summary>
public sealed class DeleteMailTemplateRequest : AdminRequest
{
    [Needed]
    public string? ProductId { get; init; }

    /// <summary>Which mail.</summary>
    [Needed]
    [OneOf(MailKind.LicenseDelivery, MailKind.Trial, MailKind.ExpiringSoon, MailKind.PaymentFailed, MailKind.MachineLimit, MailKind.PortalSignIn)]
    public string? Kind { get; init; }
}

/// <summary><c>GET|POST /previewMail</c>: shows one kind of mail as a customer would get it, about a license that nobody has.</summary>
public sealed class PreviewMailRequest : AdminRequest
{
    [Needed]
    public string? ProductId { get; init; }

    /// <summary>Which mail.</summary>
    [Needed]
    [OneOf(MailKind.LicenseDelivery, MailKind.Trial, MailKind.ExpiringSoon, MailKind.PaymentFailed, MailKind.MachineLimit, MailKind.PortalSignIn)]
    public string? Kind { get; init; }
}

public sealed class PreviewMailAnswer
{
    public bool Success { get; init; } = true;
    /// <summary>Name and address.</summary>
    public string From { get; init; } = "";

    /// <summary>As the customer reads it.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Line by line.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Line by line.</summary>
    public IReadOnlyList<string> Html { get; init; } = [];
}

/// <summary><c>POST /sendTestMail</c>: sends one kind of mail to an address of the caller's choice, about a license that nobody has.</summary>
public sealed class SendTestMailRequest : AdminRequest
{
    [Needed]
    public string? ProductId { get; init; }

    /// <summary>Whom to.</summary>
    [Needed, Longest(254), Form(FormAttribute.Email)]
    public string? Email { get; init; }

    /// <summary>Which mail.</summary>
    [DefaultValue(MailKind.LicenseDelivery)]
    [OneOf(MailKind.LicenseDelivery, MailKind.Trial, MailKind.ExpiringSoon, MailKind.PaymentFailed, MailKind.MachineLimit, MailKind.PortalSignIn)]
    public string? Kind { get; init; }
}
