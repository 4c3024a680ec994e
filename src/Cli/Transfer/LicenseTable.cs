using System.Globalization;
using CsvHelper;

namespace CgLicense.Cli.Transfer;

/// <summary>Licenses as CSV (RFC 4180), in the columns that an import takes, and their status.</summary>
internal static class LicenseTable
{
    private static readonly string[] Columns =
        ["key", "email", "product", "variant", "license_type", "max_machines", "max_concurrent", "expires", "purchase_id", "status"];

    public static void Write(TextWriter output, IEnumerable<LicenseRecord> licenses)
    {
        using var table = new CsvWriter(output, CultureInfo.InvariantCulture, leaveOpen: true);
        Row(table, Columns);
        foreach (var license in licenses)
        {
            Row(table,
            [
                license.Key, license.Email, license.ProductId, license.Variant, license.LicenseType, Limit(license.MaxMachines), Limit(license.MaxConcurrent),
                license.ExpiresAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "never", license.PurchaseId ?? "", license.Status,
            ]);
        }
    }

    private static string Limit(long number) => number == Defaults.Unlimited ? "unlimited" : number.ToString(CultureInfo.InvariantCulture);

    private static void Row(CsvWriter table, IEnumerable<string> fields)
    {
        foreach (var field in fields)
            table.WriteField(field);
        table.NextRecord();
    }
}
