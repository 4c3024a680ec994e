using CgLicense.Protocol;

namespace CgLicense.Server.Tests.Storage;

/// <summary>The one moment when nobody can tell whether a change has happened.</summary>
public sealed class LostCommitTests(PostgresEngine engine) : Scenario(engine), IClassFixture<PostgresEngine>
{
    // Deferred, it runs when the commit has been sent: the server ends the very connection that waits for the answer.
    private static readonly string[] DieAtCommit =
    [
        "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
        "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON activation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()",
    ];

    [Fact]
    public async Task An_answer_that_nobody_knows_says_so_and_the_same_request_again_is_safe()
    {
        var license = await Sell(new { maxMachines = 1 });
        var machine = license.Machine("a");
        foreach (var statement in DieAtCommit)
            await Server.Database.Write(session => session.Execute(statement));
        var answer = await machine.Activate();
        Assert.Equal((503, LicenseError.Undecided.Message, 5), (answer.Status, answer.String("error"), answer.Number("retryAfterSeconds")));
        await Server.Database.Write(session => session.Execute("DROP TRIGGER die ON activation"));
        Assert.Equal(1, (await machine.Activate()).Ok().Number("machinesUsed"));
    }
}
