using System.Runtime.InteropServices;

namespace CgLicense.Native;

/// <summary><c>cg_license_options</c>, field by field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeOptions
{
    public nuint Size;
    public byte* ServerUrl;
    public byte* ProductId;
    public byte* ProductSalt;
    public byte* StorageDirectory;
    public byte* PublicKey;
    public int CheckTimeout;
    public int RequestTimeout;

    /// <summary>A program that was compiled with an older header has a shorter struct: what it does not know is zero.</summary>
    /// <exception cref="ArgumentException">It cannot be used; the text says why.</exception>
    public static LicenseClientOptions Read(NativeOptions* given)
    {
        if (given is null)
            throw new ArgumentException("The options are NULL.");
        var size = given->Size;
        if (size < FirstSize || size > LargestSize)
            throw new ArgumentException($"The options' size is {size}. Begin with CG_LICENSE_OPTIONS_INIT.");
        NativeOptions options = default;
        Buffer.MemoryCopy(given, &options, sizeof(NativeOptions), Math.Min((long)size, sizeof(NativeOptions)));
        return options.ToClientOptions();
    }

    // Of the first version; a much larger one is memory that nobody has filled.
    private static nuint FirstSize => (nuint)sizeof(NativeOptions);

    private static nuint LargestSize => 4096;

    private readonly LicenseClientOptions ToClientOptions()
    {
        var defaults = new { Check = TimeSpan.FromSeconds(5), Request = TimeSpan.FromSeconds(15) };
        return new LicenseClientOptions
        {
            ServerUrl = CText.Read(ServerUrl, "server_url") ?? throw Missing("server_url"),
            ProductId = CText.Read(ProductId, "product_id") ?? throw Missing("product_id"),
            ProductSalt = CText.Read(ProductSalt, "product_salt") ?? throw Missing("product_salt"),
            StorageDirectory = CText.Read(StorageDirectory, "storage_dir"),
            PublicKey = CText.Read(PublicKey, "public_key"),
            CheckTimeout = CheckTimeout == 0 ? defaults.Check : TimeSpan.FromMilliseconds(CheckTimeout),
            RequestTimeout = RequestTimeout == 0 ? defaults.Request : TimeSpan.FromMilliseconds(RequestTimeout),
        };
    }

    private static ArgumentException Missing(string what) => new($"The option {what} is NULL.");
}
