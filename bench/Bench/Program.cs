// Measures CG License beside the limits of the machine it runs on. See docs/performance.md.
//   --short         a first impression in three minutes: few licenses, no growth
//   --growth N      licenses of the large database, 10,000,000 unless said otherwise; 0 leaves it out
//   --keep FOLDER   keeps the databases of the growth part there, and uses them again
//   --only PART     sqlite, offline, leases, postgres or growth
//   --compare       a short run against bench/ratios.json: says what fell by more than a quarter
using System.Globalization;
using CgLicense.Bench;
using CgLicense.TestServer;

string[] flags = ["--short", "--compare"], options = ["--growth", "--keep", "--only"], parts = ["sqlite", "offline", "leases", "postgres", "growth"];
for (var i = 0; i < args.Length; i += flags.Contains(args[i]) ? 1 : 2)
{
    if (!flags.Contains(args[i]) && (!options.Contains(args[i]) || i + 1 == args.Length))
        return Refuse($"There is no option '{args[i]}', or its value is missing.");
}

var compares = args.Contains("--compare");
var isShort = compares || args.Contains("--short");
var only = After("--only");
if (!long.TryParse(After("--growth") ?? (isShort ? "0" : "10000000"), CultureInfo.InvariantCulture, out var growth) || growth is < 0 or (> 0 and < 100_000))
    return Refuse("--growth takes a number of licenses from 100000 on, or 0.");
if (only is not null && !parts.Contains(only))
    return Refuse($"--only takes one of {string.Join(", ", parts)}.");
var (seconds, rounds, licenses, machines) = isShort ? (3, 1, 20_000L, 300) : (6, 3, 100_000L, 2_000);
var machine = await Machine.Describe();
var report = new Report("CG License, measured", machine);
var folder = Path.Combine(RepositoryRoot.Path, "artifacts", "bench");

Console.WriteLine(machine);
if (only is null or "sqlite" or "offline")
{
    await using var place = await Place.OnSqlite(licenses, machinesEach: 1);
    var start = place.StartUp.TotalMilliseconds;
    report.Add(new("server: start to healthy", start.ToString("0", CultureInfo.InvariantCulture) + " ms", "–", null, "< 250 ms", start < 250));
    report.Add(new("server: memory when idle", Routes.Megabytes(place.IdleMemory), "–", null, "< 60 MB", place.IdleMemory < 60));
    if (only is not "offline")
    {
        await report.Part("run.sh", RunScript.Measure);
        await report.Part("SQLite", async to => await new Routes(place.Subject, await Crowd.Activate(place.Subject, licenses, machines), seconds, rounds).OnSqlite(to));
    }

    using var checks = new OfflineChecks(place.Subject, seconds);
    await report.Part("Offline checks", checks.Run);
}

if (only is null or "leases")
    await report.Part("Leases", to => Leases.Run(to, count: isShort ? 5_000 : 50_000, licenses, seconds: isShort ? 6 : 60));
if (only is (null or "postgres") && Environment.GetEnvironmentVariable("CGLICENSE_TEST_POSTGRES") is { Length: > 0 } postgres)
{
    await report.Part("PostgreSQL", async to =>
    {
        await using var place = await Place.Make(licenses, machinesEach: 1, postgres + ";Database=postgres");
        await new OnPostgres(place.Subject, await Crowd.Activate(place.Subject, licenses, machines), licenses, seconds, rounds).Run(to);
    });
}

if (growth > 0 && only is (null or "growth"))
    await report.Part("Growth", new Growth(10_000, growth, seconds, rounds, After("--keep")).Run);
await report.Write(folder);
if (compares)
    report.Compare(Path.Combine(RepositoryRoot.Path, "bench", "ratios.json"));
return 0;

static int Refuse(string why)
{
    Console.Error.WriteLine(why + " Nothing was measured; docs/performance.md names the options.");
    return 2;
}

string? After(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
