using CgLicense.Protocol;

namespace CgLicense;

/// <summary>What asking the server came to.</summary>
internal abstract record Reply<T>
{
    private Reply()
    {
    }

    public sealed record Answered(T Answer) : Reply<T>;

    /// <summary>The license server itself said no.</summary>
    public sealed record Refused(LicenseError Error) : Reply<T>;

    /// <summary>
    /// Nothing that could be used: no connection, a time-out, a server in trouble, or an answer nobody should believe.
    /// A check goes on without it; an activation fails with <paramref name="Error"/>.
    /// </summary>
    public sealed record Silent(LicenseError Error) : Reply<T>;

    /// <summary>The same reply, where the answer has still to be looked at.</summary>
    public async Task<Reply<TNext>> Then<TNext>(Func<T, Task<Reply<TNext>>> next) => this switch
    {
        Answered answered => await next(answered.Answer).ConfigureAwait(false),
        Refused refused => new Reply<TNext>.Refused(refused.Error),
        Silent silent => new Reply<TNext>.Silent(silent.Error),
        _ => throw new InvalidOperationException("a reply is one of three"),
    };
}
