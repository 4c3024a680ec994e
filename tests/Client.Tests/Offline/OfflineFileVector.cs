using System.Text.Json;
using CgLicense.TestServer;

namespace CgLicense.Client.Tests;

/// <summary>One row of <c>contract/offline/vectors.json</c>: a carried file, what the machine holds, and what comes of it.</summary>
internal sealed record OfflineFileVector(string Name, bool Pinned, long Clock, JsonElement Held, string File)
{
    private static readonly JsonElement Vectors = Read();

    public static string RootPem { get; } = Vectors.GetProperty("rootPem").GetString()!;

    public static string ProductId { get; } = Vectors.GetProperty("productId").GetString()!;

    public static string Fingerprint { get; } = Vectors.GetProperty("fingerprint").GetString()!;

    public static IReadOnlyList<OfflineFileVector> Good { get; } = Rows("good");

    public static IReadOnlyList<OfflineFileVector> Bad { get; } = Rows("bad");

    /// <summary>Of a good one: the time that the machine holds afterwards.</summary>
    public long SeenAt { get; init; }

    /// <summary>Of a good one: the key set that the machine holds afterwards.</summary>
    public string? KeySet { get; init; }

    public string? Code { get; init; }

    public string? Reason { get; init; }

    public CachedLicense? HeldLicense => Held.ValueKind == JsonValueKind.Null ? null : Held.Deserialize(ProtocolJson.Wire.CachedLicense);

    private static List<OfflineFileVector> Rows(string list)
    {
        var rows = Vectors.GetProperty(list).Deserialize<List<OfflineFileVector>>(JsonSerializerOptions.Web)!;
        Assert.NotEmpty(rows);
        return rows;
    }

    private static JsonElement Read()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "contract", "offline", "vectors.json")));
        return document.RootElement.Clone();
    }
}
