namespace CgLicense.Server.Backup;

/// <summary>A backup cannot be made, believed or restored; the message says why and what to do.</summary>
internal sealed class BackupFaultException(string message, Exception? inner = null) : Exception(message, inner);
