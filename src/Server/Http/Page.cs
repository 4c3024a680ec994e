using System.Globalization;
using CgLicense.Protocol;

namespace CgLicense.Server.Http;

/// <summary>A row with the number that its list is ordered by.</summary>
internal readonly record struct Numbered<T>(long Id, T Record);

/// <summary>Where a page begins, and how many rows it has at most.</summary>
internal sealed record PageAsked(long? BeforeId, long Limit)
{
    /// <summary>One row more than asked for tells that there is a next page.</summary>
    public long Rows => Limit + 1;

    public static (PageAsked Page, LicenseError? Problem) Read(long? limit, string? cursor)
    {
        var (before, badCursor) = Fields.Cursor(cursor);
        return (
            new PageAsked(before, limit ?? Defaults.PageRows),
            Fields.Range("limit", limit, 1, Defaults.MostPageRows) ?? badCursor);
    }

    public Page<T> Of<T>(List<Numbered<T>> found)
    {
        var rows = found.Take((int)Limit).ToList();
        return new Page<T>(
            [.. rows.Select(row => row.Record)],
            found.Count > Limit ? rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null);
    }
}

/// <summary>A page of a list, and where the next one begins.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Rows, string? NextCursor);
