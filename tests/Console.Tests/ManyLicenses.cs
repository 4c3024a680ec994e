using System.Diagnostics;
using System.Globalization;

namespace CgLicense.Console.Tests;

/// <summary>A seller with 100 000 licenses.</summary>
public sealed class ManyLicenses(ConsoleServer console, ITestOutputHelper output) : IClassFixture<ConsoleServer>
{
    [Fact]
    public async Task A_hundred_thousand_licenses_are_scrolled_and_searched()
    {
        var product = await console.Server.Admin.CreateProduct();
        await console.Server.Sql(
            $"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
            INSERT INTO license (uid, license_key, product_id, email, variant, license_type, max_machines, max_concurrent, status, created_at, updated_at)
            SELECT 'lic_' || i, printf('%05d-%05d-MANY1-MANY2', i / 1000, i), (SELECT id FROM product WHERE slug = '{product}'),
                'artist' || i || '@studio.example', 'indie', 'per-machine', 2, 0, 'active', 1700000000000 + i, 1700000000000 FROM n
            """);
        await using var visit = await console.Visit();
        var loaded = 0L;
        visit.Page.Response += (_, answer) => loaded += answer.Headers.TryGetValue("content-length", out var length) ? long.Parse(length, CultureInfo.InvariantCulture) : 0;
        var first = Stopwatch.StartNew();
        await visit.Open("licenses");
        await Expect(visit.Page.GetByText("artist100000@studio.example")).ToBeVisibleAsync();
        output.WriteLine($"first load and list: {first.ElapsedMilliseconds} ms, {loaded} bytes transferred");
        // Half a page more than what is loaded can be scrolled to; there the next hundred are fetched.
        for (var i = 0; i < 5; i++)
        {
            await visit.Page.Locator(".listing").EvaluateAsync("list => list.scrollTop = list.scrollHeight");
            await Expect(visit.Page.GetByText($"artist{100_000 - 149 - 100 * i}@studio.example")).ToBeAttachedAsync();
        }

        // Rows are drawn for what is in sight, not for what exists.
        Assert.InRange(await visit.Page.Locator("[data-row]").CountAsync(), 1, 80);
        var search = Stopwatch.StartNew();
        var answered = await visit.Page.RunAndWaitForResponseAsync(() => visit.Fill("Search ( / )", "artist77@"), "**/listLicenses");
        await Expect(visit.Page.Locator("[data-row]")).ToHaveCountAsync(1);
        output.WriteLine($"search: {search.ElapsedMilliseconds} ms with the pause of 250 ms after typing, {answered.Request.Timing.ResponseEnd:0} ms of them the server");
        await visit.Sees("artist77@studio.example");
    }
}
