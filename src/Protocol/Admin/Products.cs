namespace CgLicense.Protocol;

/// <summary>A product's life: sold, hidden but valid, or closed to new licenses.</summary>
public static class ProductStatus
{
    public const string Live = "live";
    public const string Unlisted = "unlisted";

    /// <summary>No new licenses; those that exist keep working.</summary>
    public const string Archived = "archived";

    public static IReadOnlyList<string> All { get; } = [Live, Unlisted, Archived];
}

/// <summary><c>POST /createProduct</c>; the slug is the <c>productId</c> everywhere else.</summary>
public sealed class CreateProductRequest : AdminRequest
{
    public string? Name { get; init; }

    /// <summary>1 to 64 of <c>a-z 0-9 - _</c>, starting with a letter or digit; unique on the server.</summary>
    public string? Slug { get; init; }

    /// <summary>Needed with the admin secret; an API key always creates for its own creator.</summary>
    public string? CreatorId { get; init; }

    /// <summary>Default <c>live</c>.</summary>
    public string? Status { get; init; }
}

/// <summary><c>POST /updateProduct</c>: only the fields that are present change.</summary>
public sealed class UpdateProductRequest : AdminRequest
{
    public string? ProductId { get; init; }
    public string? Name { get; init; }
    public string? Status { get; init; }
}

/// <summary><c>POST /deleteProduct</c>: with its variants and codes. Only while nothing of it was ever sold; else archive it.</summary>
public sealed class DeleteProductRequest : AdminRequest
{
    public string? ProductId { get; init; }
}

public sealed class ProductAnswer
{
    public bool Success { get; init; } = true;
    public string ProductId { get; init; } = "";
    public string Status { get; init; } = "";
}

/// <summary><c>GET|POST /listProducts</c>.</summary>
public sealed class ListProductsRequest : AdminRequest
{
    /// <summary>Comma list, default <c>live</c>.</summary>
    public string? Status { get; init; }

    /// <summary>True lists every status.</summary>
    public bool? IncludeAll { get; init; }

    public string? CreatorId { get; init; }
}

public sealed class ListProductsAnswer
{
    public bool Success { get; init; } = true;
    public IReadOnlyList<ProductRecord> Products { get; init; } = [];
}

public sealed class ProductRecord
{
    public string ProductId { get; init; } = "";
    public string Name { get; init; } = "";
    public string Slug { get; init; } = "";
    public string CreatorId { get; init; } = "";
    public string Status { get; init; } = "";

    /// <summary>True unless archived: new licenses can be made.</summary>
    public bool Active { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
