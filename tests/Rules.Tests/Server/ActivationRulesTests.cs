using CgLicense.Protocol;
using CgLicense.Server.Activation;
using CgLicense.Server.Licenses;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class ActivationRulesTests
{
    private static readonly Gen<ActivationFacts> AnyFacts = Gen.Select(
        Facts.AnyLicense, Gen.Bool, Gen.Long[0, 8], Gen.Long[0, 100], Gen.Int[0, 3599],
        (license, known, used, attempts, age) => new ActivationFacts(
            license, known, used, new AttemptFacts(attempts, attempts == 0 ? null : Facts.Now.AddSeconds(-age))));

    [Fact]
    public void A_new_machine_takes_a_free_slot() => Assert.Equal(new ActivationDecision.Take(), Decide(used: 1));

    [Fact]
    public void A_full_license_refuses_a_new_machine_and_counts_the_attempt() => Assert.Equal(
        new ActivationDecision.Refuse(LicenseError.MachineLimit(2), Counts: true), Decide(used: 2));

    [Fact]
    public void A_known_machine_keeps_its_slot_even_when_the_license_is_full_and_the_hour_used_up() =>
        Assert.Equal(new ActivationDecision.Keep(), Decide(used: 5, attempts: 99, known: true));

    [Fact]
    public void The_hourly_limit_comes_before_the_machine_limit() => Assert.Equal(
        new ActivationDecision.Refuse(LicenseError.RateLimited(3600)), Decide(used: 2, attempts: 15));

    [Fact]
    public void A_refused_license_is_refused_before_anything_is_counted() => Assert.Equal(
        new ActivationDecision.Refuse(LicenseError.Revoked),
        ActivationRules.Decide(
            new(Facts.License with { StoredStatus = LicenseStatus.Revoked }, false, 9, new(99, Facts.Now)), "tool", Facts.Now));

    [Theory]
    [InlineData("per-machine", 500, 3, 15)]
    [InlineData("floating", -1, 3, 45)]
    [InlineData("floating", -1, -1, long.MaxValue)]
    [InlineData("site", 4, 0, 60)]
    [InlineData("site", -1, 0, long.MaxValue)]
    public void The_hourly_limit_grows_with_what_was_sold(string type, long machines, long seats, long expected) => Assert.Equal(
        expected,
        ActivationRules.AttemptsPerHour(Facts.License with { Type = type, MaxMachines = machines, MaxConcurrent = seats }));

    [Fact]
    public void A_floating_license_counts_seats_and_never_machines() => Assert.Equal(
        new ActivationDecision.Take(),
        ActivationRules.Decide(new(Facts.Floating with { MaxMachines = 1 }, false, 50, new(0, null)), "tool", Facts.Now));

    [Theory, InlineData(0, 3600), InlineData(600, 3000), InlineData(3599, 1), InlineData(3600, 1), InlineData(9999, 1)]
    public void The_next_attempt_is_free_an_hour_after_the_oldest(int age, long wait) => Assert.Equal(
        new ActivationDecision.Refuse(LicenseError.RateLimited(wait)),
        ActivationRules.Decide(new(Facts.License, false, 0, new(15, Facts.Now.AddSeconds(-age))), "tool", Facts.Now));

    [Fact]
    public void A_slot_is_taken_only_where_there_is_room() => AnyFacts.Sample(facts =>
        ActivationRules.Decide(facts, "tool", Facts.Now) is not ActivationDecision.Take
        || facts.License.IsFloating || facts.License.MaxMachines == -1 || facts.MachinesUsed < facts.License.MaxMachines);

    [Fact]
    public void No_slot_is_taken_beyond_the_hourly_limit() => AnyFacts.Sample(facts =>
        ActivationRules.Decide(facts, "tool", Facts.Now) is not ActivationDecision.Take
        || facts.Attempts.Count < ActivationRules.AttemptsPerHour(facts.License));

    [Fact]
    public void Only_attempts_at_a_full_license_count_among_refusals() => AnyFacts.Sample(facts =>
        ActivationRules.Decide(facts, "tool", Facts.Now) is not ActivationDecision.Refuse refuse
        || refuse.Counts == (refuse.Error.Code == ErrorCodes.MachineLimit));

    [Fact]
    public void Whoever_must_wait_waits_between_a_second_and_an_hour() => AnyFacts.Sample(facts =>
        ActivationRules.Decide(facts, "tool", Facts.Now) is not ActivationDecision.Refuse { Error.Code: ErrorCodes.RateLimited } refuse
        || refuse.Error.RetryAfterSeconds is >= 1 and <= 3600);

    [Fact]
    public void Machines_that_come_and_go_never_exceed_the_limit() =>
        Gen.Select(Facts.AnyLimit, Gen.Select(Gen.Bool, Gen.Int[0, 9]).Array[0, 60]).Sample((limit, steps) =>
        {
            var license = Facts.License with { MaxMachines = limit, Policy = new LicensePolicy { ActivationsPerHour = 1000 } };
            var machines = new HashSet<int>();
            foreach (var (comes, machine) in steps)
            {
                var facts = new ActivationFacts(license, machines.Contains(machine), machines.Count, new AttemptFacts(0, null));
                if (!comes)
                    machines.Remove(machine);
                else if (ActivationRules.Decide(facts, "tool", Facts.Now) is ActivationDecision.Take)
                    machines.Add(machine);
            }

            return limit == -1 || machines.Count <= limit;
        });

    private static ActivationDecision Decide(long used, long attempts = 0, bool known = false) => ActivationRules.Decide(
        new ActivationFacts(Facts.License, known, used, new AttemptFacts(attempts, Facts.Now)), "tool", Facts.Now);

    [Theory]
    [InlineData(0, false)]
    [InlineData(599, false)]
    [InlineData(600, true)]
    [InlineData(-1, false)]
    public void That_a_machine_was_heard_of_is_written_down_every_ten_minutes(int secondsAgo, bool isNews) =>
        Assert.Equal(isNews, ActivationRules.IsNews(Facts.Now.AddSeconds(-secondsAgo), Facts.Now));
}
