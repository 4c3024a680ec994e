using System.Security.Cryptography;
using System.Text;
using CgLicense.Cli.Commands;
using CgLicense.Cli.Server;

namespace CgLicense.Cli.Transfer;

/// <summary>One run of an import: first all rows are held against the server, then, when all is well, licenses are made.</summary>
internal sealed class Import(AdminCall call, ImportFile table)
{
    private readonly List<ImportRow> wanted = [];
    private readonly List<BadRow> bad = [.. table.Bad];
    private readonly List<ImportedLicense> made = [];
    private int present;
    private bool applied;

    public bool HasBadRows => bad.Count > 0;

    public ImportReport Report => new(
        applied, applied ? 0 : wanted.Count, present, made, [.. bad.OrderBy(row => row.Line)], table.Unused);

    /// <exception cref="TransferStoppedException">The server does not answer.</exception>
    public Task<bool> Check(Action<double> report)
    {
        var check = new ImportCheck(call);
        return Each(table.Rows, report, async row =>
        {
            var (isThere, why) = await check.Of(row);
            if (why is not null)
                bad.Add(new(row.Line, why));
            else if (isThere)
                present++;
            else
                wanted.Add(row);
        });
    }

    /// <exception cref="TransferStoppedException">The server does not answer; what was made stays made.</exception>
    public Task<bool> Apply(Action<double> report)
    {
        applied = true;
        return Each(wanted, report, async row =>
        {
            var reply = await call.Ask(Endpoints.CreateLicense, row.License, Once(row.License));
            if (reply is ServerReply<CreateLicenseAnswer>.Failed { Error.Code: not (ErrorCodes.Network or ErrorCodes.Unavailable or ErrorCodes.Internal or ErrorCodes.RateLimited) } refused)
                bad.Add(new(row.Line, refused.Error.Message));
            else
                made.Add(new(row.Line, TransferStoppedException.Answer(reply).LicenseKey, row.License.Email, row.License.ProductId));
        });
    }

    /// <summary>Two imports of the same row at the same time make one license.</summary>
    private static string Once(CreateLicenseRequest license) => "import-" + Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', license.LicenseKey, license.ProductId, license.PurchaseId, license.Email))));

    private static async Task<bool> Each(IReadOnlyList<ImportRow> rows, Action<double> report, Func<ImportRow, Task> work)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            await work(rows[i]);
            report((i + 1d) / rows.Count);
        }

        return true;
    }
}
