using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CgLicense.Server.Portal;

/// <summary>A form's body taken apart, in either of the two forms that browsers send: plain fields, and fields with files.</summary>
/// <param name="Fields">In their order; one name may come several times.</param>
internal sealed record FormParts(List<(string Name, string Value)> Fields, Dictionary<string, byte[]> Files)
{
    /// <summary>RFC 2046 section 5.1.1.</summary>
    private const int LongestBoundary = 70;

    private const int MostParts = 32;

    /// <summary>Null when the body is not of that type, or broken.</summary>
    public static async Task<FormParts?> Read(string? contentType, byte[] body)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return null;
        if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return Plain(body);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) && boundary is { Length: > 0 and <= LongestBoundary }
            ? await WithFiles(boundary, body)
            : null;
    }

    private static FormParts Plain(byte[] body)
    {
        var parts = new FormParts([], []);
        foreach (var (name, values) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)))
            parts.Fields.Add((name, (values.Count > 0 ? values[0] : null) ?? ""));
        return parts;
    }

    private static async Task<FormParts?> WithFiles(string boundary, byte[] body)
    {
        var parts = new FormParts([], []);
        var reader = new MultipartReader(boundary, new MemoryStream(body));
        try
        {
            for (var i = 0; i < MostParts; i++)
            {
                if (await reader.ReadNextSectionAsync() is not { } section)
                    return parts;
                if (section.GetContentDispositionHeader() is not { } head || HeaderUtilities.RemoveQuotes(head.Name).Value is not { } name)
                    return null;
                var content = new MemoryStream();
                await section.Body.CopyToAsync(content);
                if (head.IsFileDisposition())
                    parts.Files.TryAdd(name, content.ToArray());
                else
                    parts.Fields.Add((name, Encoding.UTF8.GetString(content.ToArray())));
            }

            return null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return null;
        }
    }
}
