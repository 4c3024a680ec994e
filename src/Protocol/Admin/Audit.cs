using System.ComponentModel;

namespace CgLicense.Protocol;

/// <summary><c>GET|POST /listAudit</c>: lists what was changed, by whom, when and from where, newest first. API keys see their own creator's.</summary>
public sealed class ListAuditRequest : AdminRequest
{
    /// <summary>Only what happened to this license.</summary>
    public string? LicenseKey { get; init; }

    /// <summary>Only what belongs to this creator.</summary>
    public string? CreatorId { get; init; }

    /// <summary>Only one kind of change: the route without its slash (<c>updateLicense</c>), or a job's or a purchase's action (<c>paymentFailed</c>).</summary>
    [Longest(128)]
    public string? Action { get; init; }

    /// <summary>Only by one: <c>admin</c>, <c>webhook</c>, <c>machine</c>, <c>key:…</c>, <c>stripe</c>, <c>server:…</c>.</summary>
    [Longest(128)]
    public string? Actor { get; init; }

    /// <summary>Only at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>1 to 500, default 100.</summary>
    [Between(1, Defaults.MostPageRows), DefaultValue(Defaults.PageRows)]
    public long? Limit { get; init; }

    /// <summary>The <c>nextCursor</c> of the page before.</summary>
    [Form(FormAttribute.Cursor)]
    public string? Cursor { get; init; }
}

public sealed class ListAuditAnswer
{
    public bool Success { get; init; } = true;
    /// <summary>Newest first.</summary>
    public IReadOnlyList<AuditRecord> Entries { get; init; } = [];

    /// <summary>Null on the last page.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Number of rows on this page.</summary>
    public long Count { get; init; }
}

public sealed class AuditRecord
{
    /// <summary>Its number in the audit trail; grows.</summary>
    public long Id { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who: <c>admin</c>, <c>webhook</c>, <c>machine</c>, <c>key:…</c> (the beginning of an API key's hash), <c>stripe</c>, <c>server:…</c> (a job).</summary>
    public string Actor { get; init; } = "";

    /// <summary>From where; null for jobs, for changes of an older server, and once it is erased.</summary>
    public string? Address { get; init; }

    /// <summary>What: the route without its slash, or a job's or a purchase's action.</summary>
    public string Action { get; init; } = "";

    /// <summary>To what: a product, a machine, a code.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What changed into what.</summary>
    public string? Details { get; init; }

    /// <summary>What of it is personal data: host names, e-mail addresses; null once it is erased.</summary>
    public string? Personal { get; init; }

    /// <summary>The license it happened to.</summary>
    public string? LicenseKey { get; init; }
}

/// <summary>
/// <c>GET|POST /verifyAudit</c> (admin secret only): proves a part of the audit trail. Call again with <c>continueFrom</c> until <c>done</c>.
/// </summary>
public sealed class VerifyAuditRequest : AdminRequest
{
    /// <summary>The <c>continueFrom</c> of the part before; absent, from the beginning.</summary>
    public string? ContinueFrom { get; init; }

    /// <summary>A checkpoint of an earlier verification: what it saw must be there unchanged. The same with every part.</summary>
    public string? Checkpoint { get; init; }
}

public sealed class VerifyAuditAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>This was the last part.</summary>
    public bool Done { get; init; }

    /// <summary>Nothing of what was looked at so far was altered, removed or added behind the server's back.</summary>
    public bool Intact { get; init; }

    /// <summary>For the next part; null when done.</summary>
    public string? ContinueFrom { get; init; }

    /// <summary>Rows proved so far.</summary>
    public long Rows { get; init; }

    /// <summary>Chains whose ends were proved so far.</summary>
    public long Chains { get; init; }

    /// <summary>Between 0 and 1: how much of the work is done.</summary>
    public double Progress { get; init; }

    /// <summary>When the history began: what is older is sealed only as a whole, as it was found then.</summary>
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>Rows from before the history began.</summary>
    public long EarlierRows { get; init; }

    /// <summary>What this part found, at most 100.</summary>
    public IReadOnlyList<AuditFaultRecord> Faults { get; init; } = [];

    /// <summary>On the last part of an intact history: a signed statement of what was there, to be kept elsewhere and given back as <c>checkpoint</c>.</summary>
    public string? Checkpoint { get; init; }
}

public sealed class AuditFaultRecord
{
    /// <summary>
    /// <c>altered</c> (a row does not fit its seal), <c>removed</c> (a row or license is gone), <c>added</c> (a row, chain or license that no server wrote),
    /// <c>end_altered</c> (the record of where a chain ends does not fit its seal or its rows), <c>checkpoint</c> (not what the checkpoint saw).
    /// </summary>
    public string Kind { get; init; } = "";

    /// <summary>The chain: <c>server</c>, <c>creator/…</c>, <c>license/…</c>; null when it is about no one chain.</summary>
    public string? Chain { get; init; }

    /// <summary>The number of the row, where it is about one.</summary>
    public long? Row { get; init; }

    /// <summary>One sentence.</summary>
    public string Message { get; init; } = "";
}
