namespace CgLicense.Protocol;

/// <summary>
/// What a tool on a machine without network writes, to be carried to one that has it: who asks for a license file. Nothing in it is secret.
/// </summary>
public sealed class MachineRequest
{
    /// <summary>What <see cref="Format"/> says; a reader refuses any other.</summary>
    public const string CurrentFormat = "cglicense-request/1";

    /// <summary>The most bytes that a reader takes.</summary>
    public const int MaxBytes = 16 * 1024;

    public string? Format { get; init; }
    public string? ProductId { get; init; }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string? MachineFingerprint { get; init; }

    public string? Hostname { get; init; }

    /// <summary>Name and version of the SDK that wrote it.</summary>
    public string? Sdk { get; init; }
}
