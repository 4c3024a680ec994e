namespace CgLicense.Protocol;

/// <summary>A request without this field, or with null or an empty text in it, is refused as <c>missing_fields</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NeededAttribute : Attribute
{
    /// <summary>The one route that needs it, of several that read the same request; null for all.</summary>
    public string? On { get; init; }
}
