namespace CgLicense.Protocol;

/// <summary><c>POST /createApiKey</c> (admin secret only): makes a key that sees one creator's data.</summary>
public sealed class CreateApiKeyRequest : AdminRequest
{
    [Needed, Longest(128)]
    public string? CreatorId { get; init; }

    [Needed, Longest(128)]
    public string? Name { get; init; }
}

public sealed class CreateApiKeyAnswer
{
    public bool Success { get; init; } = true;

    /// <summary>Shown this once; the server keeps only a hash.</summary>
    public string ApiKey { get; init; } = "";

    public string Hash { get; init; } = "";
}

/// <summary><c>POST /revokeApiKey</c> (admin secret only): revokes a key. Again changes nothing.</summary>
public sealed class RevokeApiKeyRequest : AdminRequest
{
    /// <summary>The row's <c>hash</c> from <c>/listApiKeys</c>.</summary>
    [Needed]
    public string? Hash { get; init; }
}

/// <summary><c>GET|POST /listApiKeys</c> (admin secret only): lists the keys, without the keys themselves.</summary>
public sealed class ListApiKeysRequest : AdminRequest
{
    public string? CreatorId { get; init; }
}

public sealed class ListApiKeysAnswer
{
    public bool Success { get; init; } = true;
    public IReadOnlyList<ApiKeyRecord> ApiKeys { get; init; } = [];
}

public sealed class ApiKeyRecord
{
    public string Hash { get; init; } = "";
    public string Name { get; init; } = "";
    public string CreatorId { get; init; } = "";

    /// <summary>False: it was revoked.</summary>
    public bool Active { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
}
