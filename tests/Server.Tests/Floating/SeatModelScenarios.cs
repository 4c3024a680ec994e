using CsCheck;

namespace CgLicense.Server.Tests.Floating;

/// <summary>Random lives of a floating license: whatever happens in whatever order, the server and the model agree.</summary>
public abstract class SeatModelScenarios(EngineFixture engine) : Scenario(engine)
{
    private const int Lives = 250;
    private const int SessionSeconds = 100;

    private static readonly string[] Names = ["a", "b", "c", "d", "e"];

    private enum Act
    {
        Activate,
        Heartbeat,
        Pass,
        Deactivate,
        SetCap,
        Reset,
    }

    // Asking for seats is what happens most; resets are rare, else nothing would ever fill up.
    private static readonly Gen<(Act Act, int Machine, int Amount)> Step = Gen.Select(
        Gen.Frequency(
            (8, Gen.Const(Act.Activate)), (8, Gen.Const(Act.Heartbeat)), (4, Gen.Const(Act.Pass)),
            (2, Gen.Const(Act.Deactivate)), (2, Gen.Const(Act.SetCap)), (1, Gen.Const(Act.Reset))),
        Gen.Int[0, Names.Length - 1],
        Gen.Int[1, 70]);

    [Fact]
    public async Task No_life_of_a_license_ever_seats_more_than_it_has()
    {
        var product = await NewProduct();
        await NewVariant(product, "pool", new
        {
            licenseType = "floating", maxConcurrent = 2, heartbeatSeconds = 30, sessionSeconds = SessionSeconds, activationsPerHour = 100_000,
        });
        await Step.List[5, 40].SampleAsync(steps => Live(product, steps), iter: Lives, threads: 1);
    }

    private async Task Live(string product, IReadOnlyList<(Act Act, int Machine, int Amount)> steps)
    {
        var license = await Sell(new { variant = "pool" }, product);
        var model = new SeatModel(2, SessionSeconds);
        var machines = Names.Select(license.Machine).ToList();
        foreach (var (act, which, amount) in steps)
        {
            var machine = machines[which];
            switch (act)
            {
                case Act.Activate:
                    Same(model.Activate(machine.Name), await machine.Activate(), model);
                    break;
                case Act.Heartbeat:
                    Same(model.Heartbeat(machine.Name), await machine.Heartbeat(), model);
                    break;
                case Act.Pass:
                    Clock.Advance(TimeSpan.FromSeconds(amount));
                    model.Pass(amount);
                    break;
                case Act.Deactivate:
                    (await machine.Deactivate()).Ok();
                    model.Deactivate(machine.Name);
                    break;
                case Act.SetCap:
                    (await license.Update($"\"maxConcurrent\":{1 + amount % 4}")).Ok();
                    model.SetCap(1 + amount % 4);
                    break;
                default:
                    (await Server.Admin("/resetActivations", new { licenseKey = license.Key })).Ok();
                    model.Reset();
                    break;
            }
        }

        Assert.Equal((model.SeatsUsed, model.MachinesUsed), (await license.SeatsUsed(), await license.MachinesUsed()));
    }

    private static void Same(string? refusal, Answer answer, SeatModel model)
    {
        Assert.Equal(refusal, answer.Status == 200 ? null : answer.String("code"));
        if (refusal is null)
            Assert.Equal((model.SeatsUsed, model.Cap), (answer.Number("seatsUsed"), answer.Number("maxConcurrent")));
    }
}

public sealed class SeatModelOnSqlite(SqliteEngine engine) : SeatModelScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class SeatModelOnPostgres(PostgresEngine engine) : SeatModelScenarios(engine), IClassFixture<PostgresEngine>;
