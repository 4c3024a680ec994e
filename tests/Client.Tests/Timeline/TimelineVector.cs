using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

/// <summary>One life of a license, from <c>contract/timeline</c>; contract/README.md explains the words.</summary>
internal sealed record TimelineVector(
    string Name, string About, IReadOnlyList<TimelineStep> Steps, JsonObject? Variant = null, JsonObject? License = null)
{
    /// <summary>A word that this runner does not know must not pass for one that it obeyed.</summary>
    private static readonly JsonSerializerOptions Strict =
        new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static IReadOnlyList<TimelineVector> All { get; } = [.. Files().SelectMany(Read)];

    public static string Folder => Path.Combine(RepositoryRoot.Path, "contract", "timeline");

    private static IEnumerable<string> Files() => Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal);

    private static List<TimelineVector> Read(string file) =>
        JsonSerializer.Deserialize<List<TimelineVector>>(File.ReadAllBytes(file), Strict)!;
}

internal sealed record TimelineStep(string Do, double Day)
{
    /// <summary>Added to <see cref="Day"/>.</summary>
    public long Seconds { get; init; }

    /// <summary>Days by which the machine's clock is ahead, negative behind.</summary>
    public double Clock { get; init; }

    /// <summary>What the machine's clock shows, whatever the time is.</summary>
    public DateTimeOffset? ClockAt { get; init; }

    public string Server { get; init; } = "up";

    public string? Disk { get; init; }

    public string Machine { get; init; } = "one";

    public string? From { get; init; }

    public string? Salt { get; init; }

    public string? Key { get; init; }

    /// <summary>The tool that took this machine's last step has not been closed since.</summary>
    public bool Running { get; init; }

    public JsonObject? With { get; init; }

    public TimelineExpectation? Expect { get; init; }
}

/// <summary>Null: not said; only <see cref="Code"/> then means that there is no error.</summary>
internal sealed record TimelineExpectation
{
    public bool? Licensed { get; init; }

    public bool? Done { get; init; }

    public string? Code { get; init; }

    public string? Reason { get; init; }

    public string? Says { get; init; }

    public string? Status { get; init; }

    public string? Message { get; init; }

    public int? DaysRemaining { get; init; }

    public long? MachinesUsed { get; init; }

    public bool? File { get; init; }

    public IReadOnlyList<string>? Asked { get; init; }
}
