namespace CgLicense.Server.Audit;

/// <summary>One way in which the audit trail is not as the server wrote it.</summary>
internal sealed record AuditFault(string Kind, string? Chain, long? Row, string Message)
{
    public const string Altered = "altered";
    public const string Removed = "removed";
    public const string Added = "added";
    public const string EndAltered = "end_altered";
    public const string Checkpoint = "checkpoint";
}
