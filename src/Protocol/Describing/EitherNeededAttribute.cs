namespace CgLicense.Protocol;

/// <summary>One of a request's fields with this attribute must be there; a request without any is refused as <c>missing_fields</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EitherNeededAttribute : Attribute;
