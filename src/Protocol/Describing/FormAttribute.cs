namespace CgLicense.Protocol;

/// <summary>
/// What a text, or each text of a list, must look like, as a regular expression that means the same to .NET and to ECMA-262; another form is refused
/// as <c>invalid_request</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FormAttribute(string pattern) : Attribute
{
    /// <summary>One @ with something on both sides, and no blank.</summary>
    public const string Email = "^[^@ ]+@[^@ ]+$";

    /// <summary>A code that customers type: no blanks within.</summary>
    public const string Code = @"^\s*\S+\s*$";

    /// <summary>The <c>nextCursor</c> of an earlier page; empty for the first.</summary>
    public const string Cursor = "^[0-9]*$";

    /// <summary>The address of a page, or nothing.</summary>
    public const string Page = "^(https?://.+)?$";

    /// <summary>A license key that another system has made.</summary>
    public const string KeyFromElsewhere = "^[A-Za-z0-9_-]{8,128}$";

    /// <summary>A machine's fingerprint as <see cref="FingerprintFormula"/> makes it.</summary>
    public const string Fingerprint = "^[0-9a-f]{64}$";

    public string Pattern { get; } = pattern;
}
