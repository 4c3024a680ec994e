using System.ComponentModel;

namespace CgLicense.Protocol;

/// <summary><c>GET|POST /listMail</c>: lists what was and will be written to customers, newest first. Settled mail is kept for 90 days.</summary>
public sealed class ListMailRequest : AdminRequest
{
    public string? ProductId { get; init; }

    /// <summary>Only to this address.</summary>
    [Longest(254), Form(FormAttribute.Email)]
    public string? Email { get; init; }

    /// <summary>Only about this license.</summary>
    public string? LicenseKey { get; init; }

    /// <summary>Only what became of it.</summary>
    [OneOf(MailStatus.Pending, MailStatus.Sending, MailStatus.Sent, MailStatus.Uncertain, MailStatus.Dead)]
    public string? Status { get; init; }

    /// <summary>Only what is about this.</summary>
    [OneOf(MailKind.LicenseDelivery, MailKind.Trial, MailKind.ExpiringSoon, MailKind.PaymentFailed, MailKind.MachineLimit, MailKind.PortalSignIn)]
    public string? Kind { get; init; }

    /// <summary>1 to 500, default 100.</summary>
    [Between(1, Defaults.MostPageRows), DefaultValue(Defaults.PageRows)]
    public long? Limit { get; init; }

    /// <summary>The <c>nextCursor</c> of the page before.</summary>
    [Form(FormAttribute.Cursor)]
    public string? Cursor { get; init; }
}

public sealed class ListMailAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>Mail, newest first.</summary>
    public IReadOnlyList<MailRecord> Mail { get; init; } = [];

    /// <summary>Null on the last page.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Number of rows on this page.</summary>
    public long Count { get; init; }
}

/// <summary><c>POST /resendMail</c>: sends a mail that is <c>sent</c>, <c>uncertain</c> or <c>dead</c> once more, with what the license says today.</summary>
public sealed class ResendMailRequest : AdminRequest
{
    /// <summary>Which, as in <c>/listMail</c>.</summary>
    [Needed, Longest(64)]
    public string? MailId { get; init; }
}

public sealed class MailAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>What is going to be sent.</summary>
    public MailRecord Mail { get; init; } = new();
}

/// <summary>One mail, without what it says: that is in the license.</summary>
public sealed class MailRecord
{
    /// <summary>Its id, and part of its <c>Message-ID</c>.</summary>
    public string MailId { get; init; } = "";

    /// <summary>What it is about.</summary>
    public string Kind { get; init; } = "";

    public string ProductId { get; init; } = "";

    /// <summary>The address it goes to.</summary>
    public string Email { get; init; } = "";

    /// <summary>Null for mail about no license.</summary>
    public string? LicenseKey { get; init; }

    /// <summary><c>uncertain</c>: the connection broke before the mail server had confirmed. <c>dead</c>: given up.</summary>
    public string Status { get; init; } = MailStatus.Pending;

    /// <summary>How often it was tried.</summary>
    public long Attempts { get; init; }

    /// <summary>Why the last try failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>When it was written down.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null unless it waits.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>Null until it was sent.</summary>
    public DateTimeOffset? SentAt { get; init; }
}

/// <summary>What became of a mail.</summary>
public static class MailStatus
{
    /// <summary>It waits for its first or next try.</summary>
    public const string Pending = "pending";

    /// <summary>It is being handed over.</summary>
    public const string Sending = "sending";

    /// <summary>The mail server has it, or it is a file.</summary>
    public const string Sent = "sent";

    /// <summary>It may have arrived. It is not sent again unless somebody says so.</summary>
    public const string Uncertain = "uncertain";

    /// <summary>Nobody tries any more: refused for good, or ten times in vain.</summary>
    public const string Dead = "dead";

    public static IReadOnlyList<string> All { get; } = [Pending, Sending, Sent, Uncertain, Dead];
}

/// <summary>What customers are written about.</summary>
public static class MailKind
{
    /// <summary>The key of a license that was bought.</summary>
    public const string LicenseDelivery = "licenseDelivery";

    public const string Trial = "trial";
    public const string ExpiringSoon = "expiringSoon";
    public const string PaymentFailed = "paymentFailed";

    /// <summary>A machine was refused because all slots are taken; at most once a day per license.</summary>
    public const string MachineLimit = "machineLimit";

    /// <summary>The link into the customer portal.</summary>
    public const string PortalSignIn = "portalSignIn";

    public static IReadOnlyList<string> All { get; } = [LicenseDelivery, Trial, ExpiringSoon, PaymentFailed, MachineLimit, PortalSignIn];
}
