namespace CgLicense.Protocol;

/// <summary>The texts that a field, or a list, may hold; in a request, another is refused as <c>invalid_request</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfAttribute(params string[] values) : Attribute
{
    public IReadOnlyList<string> Values { get; } = values;
}
