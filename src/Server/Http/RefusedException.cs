using CgLicense.Protocol;

namespace CgLicense.Server.Http;

/// <summary>A refusal that is found out only after something was written: the transaction is undone, and the caller gets the refusal.</summary>
internal sealed class RefusedException(LicenseError refusal) : Exception(refusal.Message)
{
    public LicenseError Refusal { get; } = refusal;
}
