namespace CgLicense.Cli.Transfer;

/// <summary>A license that an import made.</summary>
internal sealed record ImportedLicense(int Line, string LicenseKey, string? Email, string? ProductId);

/// <summary>What an import did, or would do.</summary>
/// <param name="Applied">False for a dry run, which changes nothing.</param>
/// <param name="ToCreate">Rows that a dry run would make licenses of; 0 once they are made.</param>
/// <param name="AlreadyThere">Rows whose license is there.</param>
/// <param name="Licenses">What was made.</param>
/// <param name="Bad">Rows that cannot be imported.</param>
/// <param name="UnusedColumns">Columns that mean nothing here.</param>
internal sealed record ImportReport(
    bool Applied, int ToCreate, int AlreadyThere, IReadOnlyList<ImportedLicense> Licenses, IReadOnlyList<BadRow> Bad, IReadOnlyList<string> UnusedColumns);
