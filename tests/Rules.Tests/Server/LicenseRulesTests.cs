using CgLicense.Protocol;
using CgLicense.Server.Licenses;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class LicenseRulesTests
{
    [Theory]
    [InlineData("active", null, null, "active")]
    [InlineData("active", null, 1, "active")]
    [InlineData("active", null, 0, "expired")]
    [InlineData("revoked", null, -1, "expired")]
    [InlineData("degraded", 1, null, "degraded")]
    [InlineData("degraded", 0, null, "suspended")]
    [InlineData("degraded", -1, -1, "expired")]
    [InlineData("active", -1, null, "active")]
    [InlineData("revoked", -1, null, "revoked")]
    public void Time_turns_one_status_into_another(string stored, int? suspendIn, int? endIn, string expected) => Assert.Equal(
        expected, LicenseRules.StatusAt(stored, Seconds(suspendIn), Seconds(endIn), Facts.Now));

    [Theory]
    [InlineData("active", null)]
    [InlineData("degraded", null)]
    [InlineData("suspended", "suspended")]
    [InlineData("revoked", "revoked")]
    public void Only_suspended_and_revoked_licenses_are_refused_for_their_status(string status, string? code) => Assert.Equal(
        code, LicenseRules.Refusal(Facts.License with { StoredStatus = status }, "tool", Facts.Now)?.Code);

    [Fact]
    public void The_license_is_told_before_the_product() => Assert.Equal(
        LicenseError.Revoked,
        LicenseRules.Refusal(Facts.License with { StoredStatus = LicenseStatus.Revoked }, "another", Facts.Now));

    [Fact]
    public void Another_product_is_refused_unless_the_license_unlocks_it()
    {
        Assert.Equal(LicenseError.WrongProduct, LicenseRules.Refusal(Facts.License, "another", Facts.Now));
        var bundle = Facts.License with { UnlockedProducts = ["another"] };
        Assert.Null(LicenseRules.Refusal(bundle, "another", Facts.Now));
        Assert.Null(LicenseRules.Refusal(bundle, "tool", Facts.Now));
    }

    [Fact]
    public void A_license_past_its_end_is_expired_whatever_else_it_is() => Facts.AnyLicense.Sample(license =>
        license.ExpiresAt is not { } end || end > Facts.Now
        || LicenseRules.Refusal(license, "another", Facts.Now) == LicenseError.Expired);

    [Fact]
    public void A_license_once_refused_for_time_stays_refused() => Gen.Select(Facts.AnyLicense, Gen.Int[0, 200_000])
        .Sample((license, later) =>
            LicenseRules.Refusal(license, null, Facts.Now) is null
            || LicenseRules.Refusal(license, null, Facts.Now.AddSeconds(later)) is not null);

    private static DateTimeOffset? Seconds(int? offset) => offset is { } seconds ? Facts.Now.AddSeconds(seconds) : null;
}
