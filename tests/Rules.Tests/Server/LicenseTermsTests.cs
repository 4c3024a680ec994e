using CgLicense.Protocol;
using CgLicense.Server.Licenses;

namespace CgLicense.Rules.Tests.Server;

public sealed class LicenseTermsTests
{
    private static readonly VariantRecord Farm =
        new() { Name = "farm", LicenseType = LicenseType.Floating, MaxMachines = -1, MaxConcurrent = 10 };

    private static readonly VariantRecord Trial =
        new() { Name = "trial", LicenseType = LicenseType.PerMachine, MaxMachines = 1, TrialDays = 14 };

    [Theory]
    [InlineData(null, "per-machine", 2, 0)]
    [InlineData("floating", "floating", -1, 1)]
    [InlineData("site", "site", -1, 0)]
    public void Without_a_variant_the_type_sets_the_limits(string? type, string expected, long machines, long seats) => Assert.Equal(
        new LicenseTerms("indie", expected, machines, seats, null),
        LicenseTerms.For(new CreateLicenseRequest { LicenseType = type }, "indie", null, Facts.Now));

    [Fact]
    public void What_the_request_leaves_out_comes_from_the_variant() => Assert.Equal(
        new LicenseTerms("farm", "floating", -1, 10, null),
        LicenseTerms.For(new CreateLicenseRequest(), "farm", Farm, Facts.Now));

    [Fact]
    public void What_the_request_names_wins_over_the_variant() => Assert.Equal(
        new LicenseTerms("farm", "floating", 4, 20, Facts.Now.AddDays(1)),
        LicenseTerms.For(
            new CreateLicenseRequest { MaxMachines = 4, MaxConcurrent = 20, ExpiresAt = Facts.Now.AddDays(1) }, "farm", Farm, Facts.Now));

    [Fact]
    public void A_variants_numbers_do_not_carry_over_to_another_type() => Assert.Equal(
        new LicenseTerms("farm", "per-machine", 2, 0, null),
        LicenseTerms.For(new CreateLicenseRequest { LicenseType = LicenseType.PerMachine }, "farm", Farm, Facts.Now));

    [Fact]
    public void A_trial_variant_sets_the_end() => Assert.Equal(
        Facts.Now.AddDays(14), LicenseTerms.For(new CreateLicenseRequest(), "trial", Trial, Facts.Now).ExpiresAt);

    [Fact]
    public void An_update_that_names_nothing_changes_nothing()
    {
        var license = Facts.Floating with { ExpiresAt = Facts.Now.AddDays(3) };
        Assert.Equal(
            new LicenseTerms("indie", "floating", -1, 3, Facts.Now.AddDays(3)),
            LicenseTerms.Changed(license, new UpdateLicenseRequest(), "indie", Farm));
    }

    [Fact]
    public void A_new_variant_brings_its_own_terms() => Assert.Equal(
        new LicenseTerms("farm", "floating", -1, 10, null),
        LicenseTerms.Changed(Facts.License, new UpdateLicenseRequest { Variant = "farm" }, "farm", Farm));

    [Fact]
    public void A_new_type_alone_brings_that_types_limits() => Assert.Equal(
        new LicenseTerms("indie", "floating", -1, 1, null),
        LicenseTerms.Changed(Facts.License, new UpdateLicenseRequest { LicenseType = LicenseType.Floating }, "indie", null));

    [Fact]
    public void A_null_end_makes_it_perpetual_and_an_absent_one_keeps_it()
    {
        var license = Facts.License with { ExpiresAt = Facts.Now.AddDays(3) };
        Assert.Null(LicenseTerms.Changed(license, new UpdateLicenseRequest { ExpiresAt = new OptionalTime(null) }, "indie", null).ExpiresAt);
        Assert.Equal(license.ExpiresAt, LicenseTerms.Changed(license, new UpdateLicenseRequest(), "indie", null).ExpiresAt);
    }
}
