using CsCheck;

namespace CgLicense.Server.Tests.Lives;

/// <summary>Which lives are played: every kind of license, its limits met all the time, and times next to every border.</summary>
internal static class LifeGen
{
    public static readonly IReadOnlyList<Terms> Kinds =
        [new("per-machine", false, 2, 0), new("floating", false, -1, 2), new("floating", true, -1, 2), new("site", false, -1, 0)];

    private static readonly Gen<int> Machine = AnyOf(0, 0, 0, 0, 1, 1, 2, 3);
    private static readonly Gen<int> Process = AnyOf(0, 0, 1);
    private static readonly Gen<long> Limit = Gen.Frequency((6, Gen.Long[1, 3]), (1, Gen.Const(-1L)));
    private static readonly Gen<bool> Rarely = Gen.Frequency((5, Gen.Const(false)), (1, Gen.Const(true)));

    // Beside the borders of a session (100 s), of a renewal (15 min, 24 h), of a seen machine (10 min) and of an attempt (1 h).
    private static readonly Gen<int> Seconds = Gen.Frequency(
        (8, AnyOf(1, 30, 50, 99, 100, 101)), (3, AnyOf(599, 600, 899, 900)),
        (2, AnyOf(3599, 3600)), (1, AnyOf(86_399, 86_400, 2 * 86_400)));

    private static readonly Gen<string> AnyProduct = Gen.Frequency(
        (14, Gen.Const(World.Product)), (3, Gen.Const(World.OtherProduct)), (1, Gen.Const(World.NoProduct)));

    private static readonly Gen<string?> ProductOrNone = Gen.Frequency((1, AnyProduct.Select(product => (string?)product)), (1, Gen.Const(default(string))));

    private static readonly Gen<Step> Arrival = Gen.Select(
        Machine, Process, AnyProduct, (m, p, product) => (Step)new Activate(m, p, product));

    private static readonly Gen<Step> Asked = Gen.Frequency(
        (10, Arrival),
        (8, Gen.Select(Machine, Process, ProductOrNone, Rarely, (m, p, product, astray) => (Step)new Heartbeat(m, p, product, astray))),
        (7, Gen.Select(Machine, Process, Rarely, (m, p, borrowed) => (Step)new Validate(m, p, borrowed))),
        (2, Gen.Select(Machine, Process, ProductOrNone, Gen.Bool, (m, p, product, whole) => (Step)new Deactivate(m, p, product, whole))),
        (1, AnyProduct.Select(product => (Step)new Verify(product))));

    private static readonly Gen<Step> Sold = Gen.Frequency(
        (5, Limit.Select(limit => (Step)new Change { Machines = limit, Seats = limit })),
        (2, AnyOf(0, 0, 0, 50, 100, 3600, 90_000).Select(seconds => (Step)new Change { EndsIn = seconds })),
        (2, AnyOf("active", "active", "degraded", "suspended", "revoked").Select(status => (Step)new Change { Status = status })),
        (1, Gen.Const((Step)new Change { Status = "degraded", Message = "Please pay." })),
        (3, Rarely.Select(locks => (Step)new Change { UnlocksOther = !locks })),
        (2, AnyOf(50, 100, 3600).Select(seconds => (Step)new SuspendIn(seconds))),
        (8, Gen.Const((Step)new Reinstate())),
        (1, Gen.Const((Step)new Revoke())),
        (1, Gen.Const((Step)new Reset())),
        (2, Machine.Select(machine => (Step)new Remove(machine))),
        (1, Gen.Const((Step)new Show())));

    private static readonly Gen<Step> Any = Gen.Frequency(
        (20, Asked), (5, Seconds.Select(seconds => (Step)new Pass(seconds))), (4, Sold), (1, Gen.Const((Step)new Sweep())));

    // Nobody asks much of a license that nobody has come to yet.
    public static readonly Gen<(Terms Terms, List<Step> Steps)> Lives = Gen.Select(
        Gen.Select(Gen.Int[0, Kinds.Count - 1], Limit, (kind, limit) => Kinds[kind] switch
        {
            { IsFloating: true } floating => floating with { MaxConcurrent = limit },
            var machines => machines with { MaxMachines = limit },
        }),
        Arrival.List[0, 4],
        Any.List[1, 36],
        (terms, arrivals, steps) => (terms, arrivals.Concat(steps).ToList()));

    public static string Print((Terms Terms, List<Step> Steps) life) =>
        $"{life.Terms}\n  {string.Join("\n  ", life.Steps)}";

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
