namespace CgLicense.Protocol;

/// <summary><c>POST /createOfflineFile</c>: activates a machine that has no network, and answers what is carried to it.</summary>
public sealed class CreateOfflineFileRequest : AdminRequest
{
    [Needed]
    public string? LicenseKey { get; init; }

    /// <summary>As the tool shows it on that machine, or as its request file says: 64 lower-case hexadecimal digits.</summary>
    [Needed, Form(FormAttribute.Fingerprint)]
    public string? MachineFingerprint { get; init; }

    /// <summary>What the machine is called where the license's machines are listed. A machine that is activated already keeps its name.</summary>
    [Needed, Longest(255)]
    public string? Hostname { get; init; }

    /// <summary>The license's own product when absent; or one of those that it unlocks.</summary>
    public string? ProductId { get; init; }
}

/// <summary>
/// The license file of a machine without network: the answer's body as it is. What <c>/activate</c> answers, and the key set to verify it with.
/// Nothing in it is believed that the token does not say. The root key is not in it, because whoever forges a file brings one along.
/// </summary>
public sealed class CreateOfflineFileAnswer : MachineLicense
{
    /// <summary>What <see cref="Format"/> says; a reader refuses any other.</summary>
    public const string CurrentFormat = "cglicense-offline/1";

    /// <summary>What the file's name ends in, after the product's id.</summary>
    public const string FileEnding = ".cglicense";

    public bool Success { get; init; } = true;

    /// <summary>Names this form of file and its version.</summary>
    [OneOf(CurrentFormat)]
    public string? Format { get; set; } = CurrentFormat;

    public string? ProductId { get; set; }

    /// <summary>The one machine that can read it; the token says so too, and only the token is believed.</summary>
    public string? MachineFingerprint { get; set; }

    /// <summary>The machine's name, for people who carry several files.</summary>
    public string? Hostname { get; set; }

    /// <summary>All keys the root vouches for: a compact JWS by the root, see <see cref="Protocol.KeySet"/>.</summary>
    public string? KeySet { get; set; }
}
