using CgLicense.Protocol;
using CgLicense.Server.Licenses;
using CgLicense.Server.Signing;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class TokenRulesTests
{
    private const string Kid = "the-key-that-signs";
    private const long Hour = 3600;
    private const long Day = 24 * Hour;

    private static readonly LicenseFacts License = Facts.License with
    {
        ExpiresAt = Facts.Now.AddDays(90),
        Policy = new LicensePolicy { Features = ["render"] },
    };

    public static TheoryData<string> Changes => [.. Changed.Keys];

    private static Dictionary<string, LicenseFacts> Changed { get; } = new()
    {
        ["status"] = License with { StoredStatus = LicenseStatus.Degraded },
        ["variant"] = License with { Variant = "studio" },
        ["license type"] = License with { Type = LicenseType.Site },
        ["license end"] = License with { ExpiresAt = Facts.Now.AddDays(91) },
        ["perpetual"] = License with { ExpiresAt = null },
        ["message"] = License with { Message = "Your subscription ends soon." },
        ["grace"] = License with { Policy = License.Policy with { GraceDays = 3 } },
        ["features"] = License with { Policy = License.Policy with { Features = ["render", "export"] } },
    };

    [Fact]
    public void A_token_lives_as_long_as_its_variant_says()
    {
        Assert.Equal(30 * Day, Life(Facts.License));
        Assert.Equal(5 * Day, Life(Facts.License with { Policy = new LicensePolicy { TokenDays = 5 } }));
    }

    [Fact]
    public void A_degraded_licenses_token_lives_a_day() =>
        Assert.Equal(Day, Life(Facts.License with { StoredStatus = LicenseStatus.Degraded }));

    [Fact]
    public void A_floating_token_lives_an_hour_without_grace_and_is_asked_for_at_every_start()
    {
        var claims = Issue(Facts.Floating);
        Assert.Equal((Hour, 0, claims.Iat), (claims.Exp - claims.Iat, claims.GraceDays, claims.RefreshAfter));
    }

    [Fact]
    public void The_end_of_a_token_is_not_the_end_of_the_license()
    {
        var claims = Issue(Facts.License with { ExpiresAt = Facts.Now.AddDays(2) });
        Assert.Equal((claims.Iat + (2 * Day), claims.Iat + (30 * Day)), (claims.LicenseExpiresAt, claims.Exp));
    }

    [Theory]
    [InlineData(null, Day)]
    [InlineData(240, Day)]
    [InlineData(1, Hour)]
    public void A_client_asks_again_after_a_day_or_when_the_license_ends(int? endsInHours, long expected)
    {
        var end = endsInHours is { } hours ? Facts.Now.AddHours(hours) : default(DateTimeOffset?);
        var claims = Issue(Facts.License with { ExpiresAt = end });
        Assert.Equal(expected, claims.RefreshAfter - claims.Iat);
    }

    [Theory]
    [InlineData(LicenseStatus.Degraded, 3, 3 * Hour)]
    [InlineData(LicenseStatus.Degraded, 72, Day)]
    [InlineData(LicenseStatus.Active, 3, Day)]
    public void A_client_asks_again_when_a_degraded_license_is_due_to_be_suspended(string status, int hours, long expected)
    {
        var claims = Issue(Facts.License with { StoredStatus = status, SuspendAt = Facts.Now.AddHours(hours) });
        Assert.Equal(expected, claims.RefreshAfter - claims.Iat);
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    public void A_token_is_due_after_a_day(int hours, bool due) => Assert.Equal(due, IsDue(License, Facts.Now.AddHours(hours)));

    [Theory]
    [InlineData(14, false)]
    [InlineData(15, true)]
    public void A_floating_token_is_due_after_a_quarter_of_an_hour(int minutes, bool due) => Assert.Equal(
        due, TokenRules.IsDue(Issue(Facts.Floating), Kid, Kid, Facts.Floating, Facts.Now.AddMinutes(minutes)));

    [Theory]
    [InlineData(1, false)]
    [InlineData(0, true)]
    [InlineData(-1, true)]
    public void A_token_is_due_from_the_second_it_ends_in(int secondsLeft, bool due)
    {
        var held = Issue(License) with { Exp = Facts.Now.ToUnixTimeSeconds() + secondsLeft };
        Assert.Equal(due, TokenRules.IsDue(held, Kid, Kid, License, Facts.Now));
    }

    [Fact]
    public void A_token_of_a_rotated_out_key_is_due() =>
        Assert.True(TokenRules.IsDue(Issue(License), "an-older-key", Kid, License, Facts.Now));

    [Theory, MemberData(nameof(Changes))]
    public void A_token_that_is_out_of_date_is_due(string what) => Assert.True(IsDue(Changed[what], Facts.Now));

    [Fact]
    public void A_token_just_issued_is_never_due() => Facts.AnyLicense.Sample(license =>
        !TokenRules.IsDue(Issue(license), Kid, Kid, license, Facts.Now));

    [Fact]
    public void Every_token_ends_after_it_begins_and_asks_again_before_it_ends() => Facts.AnyLicense.Sample(license =>
        Issue(license) is var claims && claims.Exp > claims.Iat
        && claims.RefreshAfter >= claims.Iat && claims.RefreshAfter <= claims.Exp);

    private static TokenClaims Issue(LicenseFacts license) => TokenRules.ClaimsFor(license, "a", "tool", null, Facts.Now);

    private static long Life(LicenseFacts license) => Issue(license) is var claims ? claims.Exp - claims.Iat : 0;

    private static bool IsDue(LicenseFacts now, DateTimeOffset at) => TokenRules.IsDue(Issue(License), Kid, Kid, now, at);
}
