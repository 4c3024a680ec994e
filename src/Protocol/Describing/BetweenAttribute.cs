namespace CgLicense.Protocol;

/// <summary>The whole numbers that a field may hold, both ends included; another is refused as <c>invalid_request</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BetweenAttribute(long least, long most) : Attribute
{
    public long Least { get; } = least;
    public long Most { get; } = most;

    /// <summary><see cref="Defaults.Unlimited"/> is taken too, and means that there is no limit.</summary>
    public bool OrUnlimited { get; init; }
}
