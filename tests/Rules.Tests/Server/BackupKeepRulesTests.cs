using CgLicense.Server.Backup;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class BackupKeepRulesTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_newest_stay_and_the_rest_of_their_month_goes()
    {
        var days = Enumerable.Range(0, 10).Select(Ago).ToList();
        Assert.Equal([Ago(3), Ago(4), Ago(5), Ago(6), Ago(7), Ago(8), Ago(9)], BackupKeepRules.ToRemove(days, newest: 3, Now));
    }

    [Fact]
    public void The_newest_of_each_of_twelve_months_stays()
    {
        var months = Enumerable.Range(0, 15).SelectMany(month => new[] { At(Now.AddMonths(-month)), At(Now.AddMonths(-month).AddHours(-1)) }).ToList();
        var kept = months.Except(BackupKeepRules.ToRemove(months, newest: 1, Now));
        Assert.Equal(Enumerable.Range(0, 12).Select(month => At(Now.AddMonths(-month))), kept);
    }

    [Fact]
    public void The_newest_is_never_removed_and_nothing_is_where_there_are_few() => Gen.Select(Gen.Int[0, 2000].Array[0, 60], Gen.Int[1, 70]).Sample((hours, newest) =>
    {
        var all = hours.Distinct().Select(hour => At(Now.AddHours(-hour))).OrderByDescending(one => one.MadeAt).ToList();
        var removed = BackupKeepRules.ToRemove(all, newest, Now);
        Assert.Empty(removed.Intersect(all.Take(newest)));
        Assert.Empty(removed.Except(all));
        // A second look at what is left removes nothing more.
        Assert.Empty(BackupKeepRules.ToRemove(all.Except(removed), newest, Now));
    });

    private static KeptBackup Ago(int days) => At(Now.AddDays(-days));

    private static KeptBackup At(DateTimeOffset time) => new($"cglicense-{time:yyyyMMddHHmm}", time);
}
