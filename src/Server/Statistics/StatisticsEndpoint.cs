using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Statistics;

/// <summary><c>/stats</c>: what happened per day, and what stands now.</summary>
internal sealed class StatisticsEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminQuery(
        "/stats", ProtocolJson.Wire.StatsRequest, ProtocolJson.Wire.StatsAnswer, Answer);

    private async Task<Outcome<StatsAnswer>> Answer(StatsRequest request, Principal principal, Session session)
    {
        var now = clock.GetUtcNow();
        var asked = StatisticsRules.Asked(request.From, request.To, now);
        if (asked.Refusal is { } refusal)
            return refusal;
        var period = asked.Answer!;
        if (request.CreatorId is { } creatorId && !principal.MaySee(creatorId))
            return new StatsAnswer { From = StartOf(period.FirstDay), To = StartOf(period.LastDay) };
        var (creator, product) = (principal.Scope ?? request.CreatorId, request.ProductId);
        var tallies = await StatisticsSql.Tallies(session, creator, product, period);
        var seats = await StatisticsSql.Seats(session, creator, product, now);
        var standing = tallies.Where(each => each.Day == Tally.Standing).ToDictionary(each => each.Measure, each => each.Amount);
        return new StatsAnswer
        {
            From = StartOf(period.FirstDay),
            To = StartOf(period.LastDay),
            Products = await StatisticsSql.Products(session, creator, product),
            Machines = standing.GetValueOrDefault(Measure.Machines),
            Licenses = new LicenseCounts
            {
                Active = standing.GetValueOrDefault("status." + LicenseStatus.Active),
                Degraded = standing.GetValueOrDefault("status." + LicenseStatus.Degraded),
                Suspended = standing.GetValueOrDefault("status." + LicenseStatus.Suspended),
                Revoked = standing.GetValueOrDefault("status." + LicenseStatus.Revoked),
            },
            Countries = StatisticsRules.Groups(standing, Measure.Country),
            SdkVersions = StatisticsRules.Groups(standing, Measure.Sdk),
            SeatsLive = seats.Live,
            SeatsCap = seats.Cap,
            Days = [.. tallies.Where(each => each.Day != Tally.Standing).GroupBy(each => each.Day).Select(Day)],
        };
    }

    private static DayRecord Day(IGrouping<long, Tallied> day)
    {
        var counts = day.ToDictionary(each => each.Measure, each => each.Amount);
        return new DayRecord
        {
            Day = StartOf(day.Key),
            LicensesCreated = counts.GetValueOrDefault(Measure.LicensesCreated),
            Activations = counts.GetValueOrDefault(Measure.Activations),
            Deactivations = counts.GetValueOrDefault(Measure.Deactivations),
            SeatsPeak = counts.GetValueOrDefault(Measure.SeatsPeak),
            SeatsDenied = counts.GetValueOrDefault(Measure.SeatsDenied),
        };
    }

    private static DateTimeOffset StartOf(long day) => DateTimeOffset.UnixEpoch.AddDays(day);
}
