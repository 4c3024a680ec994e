using CgLicense.Protocol;
using CgLicense.Server.Activation;
using CgLicense.Server.Licenses;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class OfflineFileRulesTests
{
    [Theory]
    [InlineData(LicenseType.PerMachine)]
    [InlineData(LicenseType.Site)]
    public void A_license_that_counts_machines_can_be_carried(string type) =>
        Assert.Null(OfflineFileRules.Refusal(Facts.License with { Type = type }, "tool", Facts.Now));

    [Fact]
    public void A_degraded_license_can_be_carried() =>
        Assert.Null(OfflineFileRules.Refusal(Facts.License with { StoredStatus = LicenseStatus.Degraded }, "tool", Facts.Now));

    [Fact]
    public void A_floating_license_cannot_because_nothing_keeps_its_seat()
    {
        var refusal = OfflineFileRules.Refusal(Facts.Floating, "tool", Facts.Now);
        Assert.Equal((ErrorCodes.InvalidRequest, 400), (refusal?.Code, refusal?.HttpStatus));
        Assert.Contains("heartbeats", refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LicenseStatus.Revoked)]
    [InlineData(LicenseStatus.Suspended)]
    public void What_was_taken_away_is_told_before_anything_else(string status) =>
        Assert.Equal(status, OfflineFileRules.Refusal(Facts.Floating with { StoredStatus = status }, "tool", Facts.Now)?.Code);

    [Fact]
    public void Whatever_the_license_is_a_file_is_refused_where_an_activation_is() => Facts.AnyLicense.Sample(license =>
    {
        var everywhere = LicenseRules.Refusal(license, "tool", Facts.Now);
        var offline = OfflineFileRules.Refusal(license, "tool", Facts.Now);
        return everywhere is not null ? offline == everywhere : offline is not null == license.IsFloating;
    });

    [Fact]
    public void A_product_that_the_license_does_not_cover_is_refused() =>
        Assert.Equal(LicenseError.WrongProduct, OfflineFileRules.Refusal(Facts.License, "another", Facts.Now));
}
