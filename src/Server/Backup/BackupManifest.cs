using System.Text.Json;
using System.Text.Json.Serialization;

namespace CgLicense.Server.Backup;

/// <summary>What a backup says of itself: the first entry of the archive.</summary>
internal sealed record BackupManifest
{
    public const string FileName = "manifest.json";
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>The server's version that made it.</summary>
    public required string Program { get; init; }

    /// <summary>The database's schema; 0 without a database.</summary>
    public required long Schema { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required bool HasKeys { get; init; }

    /// <summary>Rows of each table.</summary>
    public required IReadOnlyDictionary<string, long> Tables { get; init; }

    public required IReadOnlyList<BackedUpFile> Files { get; init; }

    public bool HasDatabase => Files.Any(file => file.Name == BackupArchive.DatabaseName);

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest);

    /// <exception cref="JsonException">It is no manifest.</exception>
    public static BackupManifest Read(Stream json) => JsonSerializer.Deserialize(json, BackupJson.Default.BackupManifest)
        ?? throw new JsonException("The manifest is empty.");
}

/// <summary>One file of a backup.</summary>
/// <param name="Name">As in the archive, with <c>/</c>.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
internal sealed record BackedUpFile(string Name, long Size, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
