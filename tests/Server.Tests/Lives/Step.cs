namespace CgLicense.Server.Tests.Lives;

/// <summary>
/// Something that happens to a license. Each kind says what is asked and what the model foretells of it; a record, so that a
/// failing life prints as what it is.
/// </summary>
internal abstract record Step
{
    public abstract Task Play(Life life);
}

/// <summary>Time passes, and the server's reaper sleeps on.</summary>
internal sealed record Pass(int Seconds) : Step
{
    public override Task Play(Life life)
    {
        life.World.Clock.Advance(TimeSpan.FromSeconds(Seconds));
        life.License.Now = life.World.Clock.GetUtcNow();
        return Task.CompletedTask;
    }
}

/// <summary>The reaper runs, and nobody can tell.</summary>
internal sealed record Sweep : Step
{
    public override Task Play(Life life) => life.World.Server.Sweep();
}

/// <summary>One of the programs that use the license asks something.</summary>
/// <param name="Machine">One of four.</param>
/// <param name="Process">One of two on the machine.</param>
internal abstract record ClientStep(int Machine, int Process) : Step
{
    protected abstract string Route { get; }

    protected abstract object Body(Client client, LicenseModel license);

    protected abstract Foretold Foretell(LicenseModel license, Client client);

    public override async Task Play(Life life)
    {
        var client = life.At(Machine, Process);
        var body = Body(client, life.License);
        var foretold = Foretell(life.License, client);
        var answer = await life.World.Server.Post(Route, body);
        foretold.Verdict.Holds(answer);
        life.Heard(answer);
        if (answer.Status == 200)
            client.Learn(answer, foretold, life.License);
    }
}
