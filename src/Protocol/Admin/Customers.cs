using System.ComponentModel;

namespace CgLicense.Protocol;

/// <summary><c>GET|POST /exportCustomer</c>: all that is kept about the holder of one e-mail address (GDPR article 15). API keys see their own creator's part.</summary>
public sealed class ExportCustomerRequest : AdminRequest
{
    /// <summary>Letter case does not matter.</summary>
    [Needed, Longest(254), Form(FormAttribute.Email)]
    public string? Email { get; init; }
}

public sealed class ExportCustomerAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>Their licenses, each with its machines and its history.</summary>
    public IReadOnlyList<CustomerLicense> Licenses { get; init; } = [];

    /// <summary>Orders for seats that they placed.</summary>
    public IReadOnlyList<StudioOrderRecord> StudioOrders { get; init; } = [];

    /// <summary>Reports of their payments.</summary>
    public IReadOnlyList<PurchaseEventRecord> PurchaseEvents { get; init; } = [];

    /// <summary>What was written to them, newest first.</summary>
    public IReadOnlyList<MailRecord> Mail { get; init; } = [];
}

public sealed class CustomerLicense
{
    public LicenseRecord License { get; init; } = new();

    /// <summary>Its machines.</summary>
    public IReadOnlyList<ActivationRecord> Activations { get; init; } = [];

    /// <summary>What was changed, newest first.</summary>
    public IReadOnlyList<AuditRecord> History { get; init; } = [];
}

/// <summary>
/// <c>POST /eraseCustomer</c>: removes who the holder of one e-mail address is (GDPR article 17). Their licenses work on under an invented address. API keys
/// erase their own creator's part.
/// </summary>
public sealed class EraseCustomerRequest : AdminRequest
{
    /// <summary>Letter case does not matter.</summary>
    [Needed, Longest(254), Form(FormAttribute.Email)]
    public string? Email { get; init; }

    /// <summary>True only counts what would be erased, and changes nothing.</summary>
    [DefaultValue(true)]
    public bool? DryRun { get; init; }
}

public sealed class EraseCustomerAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>Nothing was changed.</summary>
    public bool DryRun { get; init; }

    /// <summary>The address that stands in its place now; null where nothing was erased.</summary>
    public string? ErasedAs { get; init; }

    /// <summary>Licenses of the address.</summary>
    public long Licenses { get; init; }

    /// <summary>Machines whose host and user names go.</summary>
    public long Machines { get; init; }

    /// <summary>Entries of the audit trail whose addresses and names go.</summary>
    public long AuditEntries { get; init; }

    /// <summary>Orders for seats.</summary>
    public long StudioOrders { get; init; }

    /// <summary>Reports of payments.</summary>
    public long PurchaseEvents { get; init; }

    /// <summary>Mail that waits to be sent, or knows the address itself. None of it is sent any more.</summary>
    public long Mail { get; init; }
}
