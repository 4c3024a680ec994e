namespace CgLicense.Protocol;

/// <summary>
/// The most characters a text may have, or the most entries a list; more are refused as <c>invalid_request</c>. A text
/// without this has the server's general limit.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LongestAttribute(int length) : Attribute
{
    public int Length { get; } = length;

    /// <summary>The fewest entries of a list that is there at all.</summary>
    public int Least { get; init; }
}
