using System.ComponentModel;

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

/// <summary><c>POST /createProduct</c>: makes a product. Its slug is the <c>productId</c> everywhere else.</summary>
public sealed class CreateProductRequest : AdminRequest
{
    [Needed, Longest(128)]
    public string? Name { get; init; }

    /// <summary>1 to 64 of <c>a-z 0-9 - _</c>, starting with a letter or digit; unique on the server.</summary>
    [Needed, Longest(64), Form("^[a-z0-9][a-z0-9_-]*$")]
    public string? Slug { get; init; }

    /// <summary>Needed with the admin secret; an API key always creates for its own creator.</summary>
    [Longest(128)]
    public string? CreatorId { get; init; }

    /// <summary><c>live</c> is sold, <c>unlisted</c> is sold but not listed, <c>archived</c> takes no new licenses.</summary>
    [OneOf(ProductStatus.Live, ProductStatus.Unlisted, ProductStatus.Archived), DefaultValue(ProductStatus.Live)]
    public string? Status { get; init; }
}

/// <summary><c>POST /updateProduct</c>: changes a product. Only the fields that are present change.</summary>
public sealed class UpdateProductRequest : AdminRequest
{
    [Needed]
    public string? ProductId { get; init; }

    [Longest(128)]
    public string? Name { get; init; }

    /// <summary><c>live</c> is sold, <c>unlisted</c> is sold but not listed, <c>archived</c> takes no new licenses.</summary>
    [OneOf(ProductStatus.Live, ProductStatus.Unlisted, ProductStatus.Archived)]
    public string? Status { get; init; }
}

/// <summary><c>POST /deleteProduct</c>: deletes a product with its variants and codes. Only while nothing of it was ever sold; else archive it.</summary>
public sealed class DeleteProductRequest : AdminRequest
{
    [Needed]
    public string? ProductId { get; init; }
}

public sealed class ProductAnswer
{
    public bool Success { get; init; } = true;
    public string ProductId { get; init; } = "";

    /// <summary><c>live</c> is sold, <c>unlisted</c> is sold but not listed, <c>archived</c> takes no new licenses.</summary>
    [OneOf(ProductStatus.Live, ProductStatus.Unlisted, ProductStatus.Archived)]
    public string Status { get; init; } = "";
}

/// <summary><c>GET|POST /listProducts</c>: lists products, live ones unless told otherwise.</summary>
public sealed class ListProductsRequest : AdminRequest
{
    /// <summary>One or more of <c>live</c>, <c>unlisted</c>, <c>archived</c>, separated by commas.</summary>
    [DefaultValue(ProductStatus.Live), Form("^ *(live|unlisted|archived)( *, *(live|unlisted|archived))* *$")]
    public string? Status { get; init; }

    /// <summary>True lists every status.</summary>
    [DefaultValue(false)]
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

    /// <summary><c>live</c> is sold, <c>unlisted</c> is sold but not listed, <c>archived</c> takes no new licenses.</summary>
    [OneOf(ProductStatus.Live, ProductStatus.Unlisted, ProductStatus.Archived)]
    public string Status { get; init; } = "";

    /// <summary>True unless archived: new licenses can be made.</summary>
    public bool Active { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
