using CgLicense.Protocol;

namespace CgLicense;

/// <summary>
/// A license operation was refused or could not be done. The subclasses name the refusals that a tool shows
/// differently; every other code comes as this class.
/// </summary>
public class LicenseException : Exception
{
    internal LicenseException(LicenseError error)
        : base(error.Message) => Error = error;

    /// <summary>The refusal as a value.</summary>
    public LicenseError Error { get; }

    /// <summary>Stable code for programs, one of <see cref="ErrorCodes"/>.</summary>
    public string Code => Error.Code;

    /// <summary>Finer cause within a code, or null.</summary>
    public string? Reason => Error.Reason;

    /// <summary>When a new try can succeed, as far as the server said so; null otherwise.</summary>
    public TimeSpan? RetryAfter => Error.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    internal static LicenseException For(LicenseError error) => error.Code switch
    {
        ErrorCodes.NotFound => new LicenseNotFoundException(error),
        ErrorCodes.Revoked => new LicenseRevokedException(error),
        ErrorCodes.Expired => new LicenseExpiredException(error),
        ErrorCodes.Suspended => new LicenseSuspendedException(error),
        ErrorCodes.Degraded => new LicenseDegradedException(error),
        ErrorCodes.MachineLimit => new MachineLimitException(error),
        ErrorCodes.Network => new LicenseNetworkException(error),
        ErrorCodes.InvalidToken => new InvalidTokenException(error),
        ErrorCodes.NotActivated => new NotActivatedException(error),
        _ => new LicenseException(error),
    };
}

/// <summary><c>not_found</c>: the server does not know the license key.</summary>
public sealed class LicenseNotFoundException : LicenseException
{
    internal LicenseNotFoundException(LicenseError error) : base(error) { }
}

/// <summary><c>revoked</c>: the creator took the license back.</summary>
public sealed class LicenseRevokedException : LicenseException
{
    internal LicenseRevokedException(LicenseError error) : base(error) { }
}

/// <summary><c>expired</c>: the license ended.</summary>
public sealed class LicenseExpiredException : LicenseException
{
    internal LicenseExpiredException(LicenseError error) : base(error) { }
}

/// <summary><c>suspended</c>: the license is on hold until its creator releases it.</summary>
public sealed class LicenseSuspendedException : LicenseException
{
    internal LicenseSuspendedException(LicenseError error) : base(error) { }
}

/// <summary><c>degraded</c>: a warning; the tool runs. The client reports it as an error value and never throws it.</summary>
public sealed class LicenseDegradedException : LicenseException
{
    internal LicenseDegradedException(LicenseError error) : base(error) { }
}

/// <summary><c>machine_limit</c>: every machine slot, or every floating seat, is taken.</summary>
public sealed class MachineLimitException : LicenseException
{
    internal MachineLimitException(LicenseError error) : base(error) { }
}

/// <summary><c>network</c>: no connection, a time-out, or a server in trouble.</summary>
public sealed class LicenseNetworkException : LicenseException
{
    internal LicenseNetworkException(LicenseError error) : base(error) { }
}

/// <summary><c>invalid_token</c>: a signature or a key that cannot be trusted, or a damaged license file.</summary>
public sealed class InvalidTokenException : LicenseException
{
    internal InvalidTokenException(LicenseError error) : base(error) { }
}

/// <summary><c>not_activated</c>: this machine holds no slot of the license.</summary>
public sealed class NotActivatedException : LicenseException
{
    internal NotActivatedException(LicenseError error) : base(error) { }
}
