using System.Globalization;
using System.Text.RegularExpressions;
using CgLicense.Cli.Options;
using CsvHelper;
using CsvHelper.Configuration;

namespace CgLicense.Cli.Transfer;

/// <summary>A license that a file asks for.</summary>
/// <param name="Line">Where in the file it begins; 1 is the header.</param>
internal sealed record ImportRow(int Line, CreateLicenseRequest License);

/// <summary>A row that cannot be used.</summary>
internal sealed record BadRow(int Line, string Why);

/// <summary>
/// A table of licenses that were sold elsewhere: CSV (RFC 4180) with a header, in UTF-8, separated by commas, semicolons or tabs.
/// </summary>
/// <param name="Rows">What can be used.</param>
/// <param name="Bad">What cannot, and why.</param>
/// <param name="Unused">Columns that mean nothing here.</param>
internal sealed partial record ImportFile(IReadOnlyList<ImportRow> Rows, IReadOnlyList<BadRow> Bad, IReadOnlyList<string> Unused)
{
    /// <summary>Column names, as shops and other systems write them: without case, blanks, hyphens and underscores.</summary>
    private static readonly Dictionary<string, string> Names = new()
    {
        ["key"] = "key", ["licensekey"] = "key", ["email"] = "email", ["customeremail"] = "email", ["product"] = "product", ["productid"] = "product",
        ["variant"] = "variant", ["edition"] = "variant", ["licensetype"] = "license_type", ["type"] = "license_type",
        ["maxmachines"] = "max_machines", ["machines"] = "max_machines", ["maxconcurrent"] = "max_concurrent", ["seats"] = "max_concurrent",
        ["expires"] = "expires", ["expiresat"] = "expires", ["expiry"] = "expires", ["purchaseid"] = "purchase_id", ["orderid"] = "purchase_id", ["status"] = "status",
    };

    /// <param name="text">The file.</param>
    /// <param name="product">The product of rows that name none.</param>
    /// <exception cref="FormatException">Nothing in it can be used; the text says why.</exception>
    public static ImportFile Read(TextReader text, string? product)
    {
        var isBroken = false;
        using var table = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t"],
            TrimOptions = TrimOptions.Trim,
            BadDataFound = _ => isBroken = true,
        });
        if (!table.Read())
            throw new FormatException("The file is empty. Its first line must name the columns, such as key,email,product,variant,expires.");
        var headings = table.Record!;
        var columns = Columns(headings);
        if (!columns.ContainsKey("email") || (product is null && !columns.ContainsKey("product")))
            throw new FormatException($"The first line must name the columns email and product; it names {string.Join(", ", headings)}.");
        var (rows, bad) = (new List<ImportRow>(), new List<BadRow>());
        for (var line = table.RawRow + 1; table.Read(); line = table.RawRow + 1)
        {
            // Read before it is judged: quotes are looked at only now.
            var fields = table.Record!;
            var (license, why) = isBroken ? (null, "A quotation mark stands where none may: put the field in quotes and double those inside.")
                : fields.Length != headings.Length ? (null, $"It has {fields.Length} fields, the header {headings.Length}.")
                : License(columns.ToDictionary(column => column.Key, column => fields[column.Value]), product);
            isBroken = false;
            if (license is null)
                bad.Add(new(line, why!));
            else
                rows.Add(new(line, license));
        }

        var (single, twice) = Once(rows);
        return new ImportFile(single, [.. bad.Concat(twice).OrderBy(row => row.Line)], [.. headings.Where(name => !Names.ContainsKey(Plain(name)))]);
    }

    private static Dictionary<string, int> Columns(string[] headings)
    {
        var columns = new Dictionary<string, int>();
        foreach (var (i, heading) in headings.Index())
        {
            if (Names.TryGetValue(Plain(heading), out var name) && !columns.TryAdd(name, i))
                throw new FormatException($"Two columns are '{name}': '{headings[columns[name]]}' and '{heading}'. Remove one.");
        }

        return columns;
    }

    private static string Plain(string heading) =>
        new([.. heading.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static (CreateLicenseRequest? License, string? Why) License(Dictionary<string, string> fields, string? product)
    {
        string? Text(string name) => fields.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
        var (expires, badTime) = Time(Text("expires"));
        var (machines, badMachines) = Limit(Text("max_machines"), "max_machines");
        var (seats, badSeats) = Limit(Text("max_concurrent"), "max_concurrent");
        var why = (Text("email") is null ? "It has no email." : null)
            ?? (EmailForm().IsMatch(Text("email")!) ? null : $"'{Text("email")}' is not an e-mail address.")
            ?? (Text("key") is not { } key || KeyForm().IsMatch(key) ? null : "Its key must be 8 to 128 letters, digits, hyphens and underscores.")
            ?? ((Text("product") ?? product) is null ? "It has no product." : null)
            ?? (Text("key") is null && Text("purchase_id") is null ? "It has neither key nor purchase_id: by one of them a second run knows that it was imported." : null)
            ?? (Text("status")?.ToLowerInvariant() is null or "active" or "expired" ? null : $"Its status is '{Text("status")}'; only active licenses are imported.")
            ?? badTime ?? badMachines ?? badSeats;
        return why is not null ? (null, why) : (new CreateLicenseRequest
        {
            LicenseKey = Text("key"),
            Email = Text("email"),
            ProductId = Text("product") ?? product,
            Variant = Text("variant"),
            LicenseType = Text("license_type"),
            MaxMachines = machines,
            MaxConcurrent = seats,
            ExpiresAt = expires,
            PurchaseId = Text("purchase_id"),
        }, null);
    }

    private static (DateTimeOffset? Time, string? Why) Time(string? text) =>
        text is null or "never" ? (null, null)
        : Values.TryTime(text, out var time) ? (time, null)
        : (null, $"expires is '{text}', not a date such as 2027-01-31, a time such as 2027-01-31T18:00Z, or never.");

    private static (long? Number, string? Why) Limit(string? text, string name) =>
        text is null ? (null, null)
        : text == "unlimited" ? (Defaults.Unlimited, null)
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (number, null)
        : (null, $"{name} is '{text}', not a whole number or unlimited.");

    [GeneratedRegex(FormAttribute.Email)]
    private static partial Regex EmailForm();

    [GeneratedRegex(FormAttribute.KeyFromElsewhere)]
    private static partial Regex KeyForm();

    /// <summary>Each license once: what stands there a second time is a mistake of the file.</summary>
    private static (List<ImportRow> Single, List<BadRow> Twice) Once(List<ImportRow> rows)
    {
        var (single, twice, seen) = (new List<ImportRow>(), new List<BadRow>(), new Dictionary<(string?, string?, string?), int>());
        foreach (var row in rows)
        {
            var license = row.License;
            var name = license.LicenseKey is { } key ? (LicenseKey.Parse(key).Value, null, null) : (default(string), license.ProductId, license.PurchaseId);
            if (seen.TryAdd(name, row.Line))
                single.Add(row);
            else
                twice.Add(new(row.Line, license.LicenseKey is null
                    ? $"Line {seen[name]} has the same purchase_id and product. Give the licenses of one purchase a key each."
                    : $"Line {seen[name]} has the same key."));
        }

        return (single, twice);
    }
}
