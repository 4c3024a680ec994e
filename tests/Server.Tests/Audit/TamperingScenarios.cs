namespace CgLicense.Server.Tests.Audit;

public abstract class TamperingScenarios(EngineFixture engine) : Scenario(engine)
{
    // What somebody who can write to the database, but does not have the audit key, would try.
    public static TheoryData<string, string[]> Attempts => new()
    {
        { "altered", ["UPDATE audit SET details = 'maxMachines 1 → 2' WHERE action = 'updateLicense'"] },
        { "altered", ["UPDATE audit SET actor = 'webhook' WHERE action = 'createProduct'"] },
        { "altered", ["UPDATE audit SET at = at - 1 WHERE action = 'createLicense'"] },
        { "altered", ["UPDATE audit SET license_id = license_id - 1 WHERE action = 'updateLicense'"] },
        { "altered", ["UPDATE audit SET creator_id = 'one' WHERE creator_id = 'two' AND action = 'updateLicense'"] },
        { "altered", ["UPDATE audit SET address = '192.0.2.1' WHERE action = 'createProduct'"] },
        { "altered", ["UPDATE audit SET personal = 'another-machine' WHERE action = 'activate'"] },
        { "altered", ["UPDATE audit SET address_seal = NULL, address = NULL WHERE action = 'activate'"] },
        { "removed", ["DELETE FROM audit WHERE action = 'activate'"] },
        { "removed", ["DELETE FROM audit WHERE action = 'createLicense'"] },
        { "removed", ["DELETE FROM audit WHERE action = 'beginAudit'"] },
        { "removed", ["DELETE FROM audit WHERE chain LIKE 'license/%'", "DELETE FROM audit_chain WHERE chain LIKE 'license/%'"] },
        { "removed", ["DELETE FROM audit_chain WHERE chain = 'creator/one'"] },
        { "removed", ["DELETE FROM audit WHERE action = 'updateLicense'"] },
        { "removed", ["DELETE FROM audit WHERE creator_id = 'two'", "DELETE FROM audit_chain WHERE chain = 'creator/two'"] },
        { "end_altered", ["DELETE FROM audit WHERE action = 'updateLicense'", "UPDATE audit_chain SET length = length - 1, head = (SELECT hash FROM audit a WHERE a.chain = audit_chain.chain AND a.place = audit_chain.length - 1) WHERE chain LIKE 'license/%' AND length = 2"] },
        { "end_altered", ["UPDATE audit_chain SET length = length + 1 WHERE chain = 'server'"] },
        { "added", ["INSERT INTO audit (at, actor, action, creator_id, license_id, subject, details, chain, place, previous, hash, opens) SELECT at, actor, action, creator_id, license_id, subject, details, chain, place, previous, hash, opens FROM audit WHERE action = 'updateLicense'"] },
        { "added", ["INSERT INTO audit (at, actor, action, subject, chain, place, previous, hash) SELECT 1, 'admin', 'createLicense', 'x', chain, length + 1, head, head FROM audit_chain WHERE chain = 'creator/one'"] },
        { "end_altered", ["INSERT INTO audit_chain (chain, start, length, head, seal) SELECT 'creator/three', start, length, head, seal FROM audit_chain WHERE chain = 'server'"] },
        { "added", ["INSERT INTO license (uid, license_key, product_id, email, variant, license_type, max_machines, max_concurrent, status, purchased_at, created_at, updated_at, unlocked_products) SELECT 'lic_forged', 'FORGED', product_id, email, variant, license_type, max_machines, max_concurrent, status, purchased_at, created_at, updated_at, unlocked_products FROM license WHERE id = 1"] },
        { "altered", ["INSERT INTO audit (at, actor, action, subject, details) VALUES (1, 'admin', 'createLicense', 'x', 'said to be older than the history')"] },
    };

    [Theory, MemberData(nameof(Attempts))]
    public async Task What_somebody_does_to_the_database_behind_the_servers_back_is_found(string kind, string[] statements)
    {
        await using var history = await History.Begin(Engine);
        Assert.True((await history.Verify()).Last["intact"].GetBoolean());
        await history.Tamper(statements);
        var (last, faults) = await history.Verify();
        Assert.False(last["intact"].GetBoolean());
        Assert.False(last.Body.TryGetProperty("checkpoint", out var checkpoint) && checkpoint.ValueKind == System.Text.Json.JsonValueKind.String);
        Assert.Contains(kind, faults.Select(fault => fault.GetProperty("kind").GetString()));
        Assert.All(faults, fault => Assert.EndsWith(".", fault.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task A_chain_whose_end_was_altered_does_not_become_genuine_by_what_follows()
    {
        await using var history = await History.Begin(Engine);
        var key = await history.Grow("three");
        await history.Tamper(
            "DELETE FROM audit WHERE creator_id = 'three' AND action = 'updateLicense'",
            "UPDATE audit_chain SET length = 1, head = (SELECT hash FROM audit a WHERE a.chain = audit_chain.chain AND a.place = 1) WHERE chain LIKE 'license/%' AND length = 2");
        await history.Activate(key, "tool-three", "2");
        Assert.Contains("end_altered", (await history.Verify()).Faults.Select(fault => fault.GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData("UPDATE audit SET details = 'other'")]
    [InlineData("UPDATE audit SET address = 'other' WHERE address IS NOT NULL")]
    [InlineData("UPDATE audit SET hash = 'other'")]
    [InlineData("DELETE FROM audit")]
    [InlineData("DELETE FROM audit_chain")]
    public async Task The_database_itself_refuses_to_change_what_was_written(string statement)
    {
        await Sell();
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Server.Database.Write(session => session.Execute(statement)));
        Assert.Contains("The audit trail is only ever added to.", refused.ToString());
    }
}

public sealed class TamperingOnSqlite(SqliteEngine engine) : TamperingScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class TamperingOnPostgres(PostgresEngine engine) : TamperingScenarios(engine), IClassFixture<PostgresEngine>;
