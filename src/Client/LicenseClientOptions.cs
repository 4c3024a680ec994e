using System.Text.RegularExpressions;
using CgLicense.Protocol;

namespace CgLicense;

/// <summary>How a <see cref="LicenseClient"/> finds its server, its product and its place on disk.</summary>
public sealed class LicenseClientOptions
{
    private static readonly Regex ProductIdForm = new(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant);

    /// <summary>
    /// Address of the license server, with or without a trailing slash; a path prefix is kept. <c>https://</c>, or
    /// <c>http://</c> to this machine; to other machines only together with a root key.
    /// </summary>
    public required string ServerUrl { get; init; }

    /// <summary>The product's id: 1 to 64 of <c>A-Z a-z 0-9 . _ -</c>, starting with a letter or digit, without <c>..</c>.</summary>
    public required string ProductId { get; init; }

    /// <summary>The product's salt; it goes into the fingerprint and seals the license file.</summary>
    public required string ProductSalt { get; init; }

    /// <summary>Folder of <c>license.dat</c>, one per product. Null: the platform's place for settings.</summary>
    public string? StorageDirectory { get; init; }

    /// <summary>The server's root key (PEM). Null: the key packed with this library, else the one met on first use.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Longest time a check may take in all. Default 5 seconds.</summary>
    public TimeSpan CheckTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time of an activation, a deactivation or a heartbeat in all. Default 15 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Where the current time comes from. Default: the system's clock.</summary>
    public Func<DateTimeOffset> Clock { get; init; } = SystemClock;

    /// <exception cref="ArgumentException">An option cannot be used; the text says which and why.</exception>
    internal void Check()
    {
        if (ProductId is null || !ProductIdForm.IsMatch(ProductId) || ProductId.Contains(".."))
            throw new ArgumentException($"'{ProductId}' is not a product id: use 1 to 64 of A-Z a-z 0-9 . _ - and begin with a letter or digit.", nameof(ProductId));
        if (string.IsNullOrEmpty(ProductSalt))
            throw new ArgumentException("The product salt is empty. Give every product its own secret text.", nameof(ProductSalt));
        if (StorageDirectory is not null && string.IsNullOrWhiteSpace(StorageDirectory))
            throw new ArgumentException("The storage directory is empty. Leave it out for the platform's own folder.", nameof(StorageDirectory));
        if (!IsUsable(CheckTimeout) || !IsUsable(RequestTimeout))
            throw new ArgumentException("A time-out must be more than zero and at most a day.", nameof(CheckTimeout));
        if (Clock is null)
            throw new ArgumentException("The clock is null. Leave it out for the system's clock.", nameof(Clock));
    }

    /// <exception cref="ArgumentException">The text is not an RSA public key in PEM form.</exception>
    internal RsaPublicKey? PinnedRoot()
    {
        if (PublicKey is null)
            return null;
        try
        {
            return RsaPublicKey.FromPem(PublicKey);
        }
        catch (FormatException e)
        {
            throw new ArgumentException("The public key cannot be used. " + e.Message, nameof(PublicKey), e);
        }
    }

    private static bool IsUsable(TimeSpan timeout) => timeout > TimeSpan.Zero && timeout <= TimeSpan.FromDays(1);

#pragma warning disable RS0030 // The one place where the client meets the real clock.
    private static DateTimeOffset SystemClock() => DateTimeOffset.UtcNow;
#pragma warning restore RS0030
}
