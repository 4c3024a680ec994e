using System.Text.Json;
using CgLicense.Protocol;

namespace CgLicense.Server.Portal;

/// <summary>What a customer put into the form for a license file.</summary>
/// <param name="Fingerprint">As pasted or typed; empty when a request file was chosen.</param>
/// <param name="Request">The request file's bytes; null or empty when none was chosen.</param>
/// <param name="Name">What the computer is to be called; empty when the request file's own name will do.</param>
/// <param name="Product">The product chosen.</param>
internal sealed record OfflineForm(string Fingerprint, byte[]? Request, string Name, string Product);

internal abstract record OfflineFormReading
{
    public sealed record Asks(string Fingerprint, string Name, string Product) : OfflineFormReading;

    /// <param name="What">For the customer: what is wrong, and what to do.</param>
    public sealed record Wrong(string What) : OfflineFormReading;
}

/// <summary>Which computer does the form mean?</summary>
internal static class OfflineFormRules
{
    public const int LongestName = 255;

    private const string NoRequest = "This is not a request file of a tool. In the tool on the other computer, write the request file again and choose it here.";

    public static OfflineFormReading Read(OfflineForm form) => (form.Fingerprint.Length > 0, form.Request is { Length: > 0 }) switch
    {
        (false, false) => new OfflineFormReading.Wrong("Choose the request file, or enter the fingerprint that the tool shows on the other computer."),
        // Whoever reads one and acts on the other takes a place for the wrong computer.
        (true, true) => new OfflineFormReading.Wrong("Give either the request file or the fingerprint, not both."),
        (true, false) => Typed(form),
        _ => Carried(form, form.Request!),
    };

    private static OfflineFormReading Typed(OfflineForm form)
    {
        // Groups of digits are easier to copy by hand, whatever they are parted with.
        var digits = new string([.. form.Fingerprint.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or ':'))]).ToLowerInvariant();
        return FingerprintFormula.IsOne(digits)
            ? Named(digits, form.Name, form.Product)
            : new OfflineFormReading.Wrong($"A fingerprint has {FingerprintFormula.Digits} characters, 0 to 9 and a to f; this one has {digits.Length}. Copy it again from the tool, or use its request file.");
    }

    private static OfflineFormReading Carried(OfflineForm form, byte[] request) =>
        Parse(request) is { Format: MachineRequest.CurrentFormat, ProductId.Length: > 0 } read && FingerprintFormula.IsOne(read.MachineFingerprint)
            ? Named(read.MachineFingerprint!, form.Name.Length > 0 ? form.Name : read.Hostname ?? "", read.ProductId)
            : new OfflineFormReading.Wrong(NoRequest);

    private static OfflineFormReading Named(string fingerprint, string name, string product) =>
        name.Length is > 0 and <= LongestName && !name.Any(char.IsControl)
            ? new OfflineFormReading.Asks(fingerprint, name, product)
            : new OfflineFormReading.Wrong("Give the computer a name, so that you find it again in the list below.");

    private static MachineRequest? Parse(byte[] request)
    {
        try
        {
            return request.Length <= MachineRequest.MaxBytes ? JsonSerializer.Deserialize(request, ProtocolJson.Wire.MachineRequest) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
