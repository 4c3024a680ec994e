using CgLicense.Protocol;

namespace CgLicense;

/// <summary><c>deactivate</c>: gives the slot or seat back, then forgets the license. The result is null, or why it was not done.</summary>
internal sealed class DeactivateOperation(LicenseMemory memory, Conversation conversation)
{
    public Operation<DeactivateAnswer, LicenseError?> Begin() => memory.Read() switch
    {
        CacheReading.Content { Record: { LicenseKey.Length: > 0 } record } => new(
            cut => conversation.Deactivate(record, cut), Conclude),
        CacheReading.Unreadable => new(ClientErrors.Unreadable(memory.File)),
        _ => new(LicenseError.NotActivated),
    };

    private LicenseError? Conclude(Reply<DeactivateAnswer> reply) => reply switch
    {
        // The slot is not lost: the file stays, and another try can give it back.
        Reply<DeactivateAnswer>.Silent silent => silent.Error,
        Reply<DeactivateAnswer>.Refused { Error: var error } when !CachedLicenseRules.IsLasting(error.Code) => error,
        _ when !memory.Forget() => ClientErrors.FileNotDeleted(memory.File),
        Reply<DeactivateAnswer>.Refused { Error: { Code: not (ErrorCodes.NotFound or ErrorCodes.NotActivated) } error } => error,
        _ => null,
    };
}
