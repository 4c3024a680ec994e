using CgLicense.Server.Storage;

namespace CgLicense.Server.Tests.Floating;

/// <summary>What a seller changes about seats reaches those who sit on them, and the database never holds more than sold.</summary>
public abstract class CapScenarios(EngineFixture engine) : Scenario(engine)
{
    private const string DirectSeat =
        """
        INSERT INTO seat (license_id, seat_no, cap, holder, fingerprint, session_id, fence, acquired_at, expires_at)
        SELECT id, @seat, @cap, @holder, @holder, 'ses_direct', 99, 0, 9000000000000 FROM license WHERE license_key = @key
        """;

    [Fact]
    public async Task A_lower_cap_ends_the_seats_taken_last()
    {
        var license = await SellFloating(3);
        var machines = new[] { license.Machine("first"), license.Machine("second"), license.Machine("third") };
        foreach (var machine in machines)
            (await machine.Activate()).Ok();
        (await machines[0].Heartbeat()).Ok();
        (await license.Update("\"maxConcurrent\":1")).Ok();
        (await machines[0].Heartbeat()).Ok();
        (await machines[1].Heartbeat()).Is(Refusal.SessionLost);
        (await machines[2].Heartbeat()).Is(Refusal.SessionLost);
        Assert.Equal(1, await license.SeatsUsed());
    }

    [Fact]
    public async Task The_seats_that_stay_move_to_numbers_within_the_cap()
    {
        var license = await SellFloating(3);
        foreach (var name in new[] { "a", "b", "c" })
            (await license.Machine(name).Activate()).Ok();
        (await license.Machine("a").Deactivate()).Ok();
        (await license.Update("\"maxConcurrent\":2")).Ok();
        (await license.Machine("b").Heartbeat()).Ok();
        (await license.Machine("c").Heartbeat()).Ok();
        Assert.Equal([1L, 2L], await SeatNumbers(license));
    }

    [Theory]
    [InlineData("\"maxConcurrent\":5", 5)]
    [InlineData("\"maxConcurrent\":-1", -1)]
    public async Task A_higher_cap_makes_room_at_once(string change, int cap)
    {
        var license = await SellFloating(1);
        (await license.Machine("a").Activate()).Ok();
        (await license.Update(change)).Ok();
        Assert.Equal(cap, (await license.Machine("b").Activate()).Ok().Number("maxConcurrent"));
        (await license.Machine("a").Heartbeat()).Ok();
    }

    [Fact]
    public async Task An_unlimited_license_can_be_limited_while_seats_are_taken()
    {
        var license = await SellFloating(-1);
        for (var i = 0; i < 6; i++)
            (await license.Machine($"m{i}").Activate()).Ok();
        (await license.Update("\"maxConcurrent\":2")).Ok();
        Assert.Equal([1L, 2L], await SeatNumbers(license));
        (await license.Machine("m0").Heartbeat()).Ok();
        (await license.Machine("m5").Heartbeat()).Is(Refusal.SessionLost);
    }

    [Fact]
    public async Task A_license_that_stops_being_floating_has_no_seats_left()
    {
        var license = await SellFloating(2);
        (await license.Machine("a").Activate()).Ok();
        (await license.Update("\"licenseType\":\"per-machine\"")).Ok();
        Assert.Empty(await SeatNumbers(license));
        Assert.Null((await license.Machine("a").Heartbeat()).Ok().String("sessionId"));
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(3, 3)]
    [InlineData(0, 2)]
    [InlineData(1, -1)]
    public async Task The_database_itself_refuses_a_seat_that_was_not_sold(long seat, long cap)
    {
        var license = await SellFloating(2);
        await Assert.ThrowsAnyAsync<Exception>(() => Insert(license, seat, cap, "a"));
        Assert.Empty(await SeatNumbers(license));
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_holder_of_a_seat_and_a_second_seat_of_a_holder()
    {
        var license = await SellFloating(2);
        Assert.Equal(1, await Insert(license, 1, 2, "a"));
        await Assert.ThrowsAnyAsync<Exception>(() => Insert(license, 1, 2, "b"));
        await Assert.ThrowsAnyAsync<Exception>(() => Insert(license, 2, 2, "a"));
        Assert.Equal(1, await Insert(license, 2, 2, "b"));
    }

    [Fact]
    public async Task The_database_itself_refuses_a_cap_below_the_seats_that_are_taken()
    {
        var license = await SellFloating(2);
        await Insert(license, 1, 2, "a");
        await Insert(license, 2, 2, "b");
        await Assert.ThrowsAnyAsync<Exception>(() => Server.Database.Write(session => session.Execute(
            "UPDATE license SET max_concurrent = 1 WHERE license_key = @key", ("key", license.Key))));
        Assert.Equal([1L, 2L], await SeatNumbers(license));
    }

    private Task<int> Insert(SoldLicense license, long seat, long cap, string holder) => Server.Database.Write(session =>
        session.Execute(DirectSeat, ("seat", seat), ("cap", cap), ("holder", holder), ("key", license.Key)));

    private async Task<List<long>> SeatNumbers(SoldLicense license) => await Server.Database.Read(session => session.Many(
        "SELECT s.seat_no FROM seat s JOIN license l ON l.id = s.license_id WHERE l.license_key = @key ORDER BY s.seat_no",
        row => row.GetInt64(0), ("key", license.Key)));
}

public sealed class CapOnSqlite(SqliteEngine engine) : CapScenarios(engine), IClassFixture<SqliteEngine>;

public sealed class CapOnPostgres(PostgresEngine engine) : CapScenarios(engine), IClassFixture<PostgresEngine>;
