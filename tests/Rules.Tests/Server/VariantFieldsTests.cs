using CgLicense.Protocol;
using CgLicense.Server.Products;

namespace CgLicense.Rules.Tests.Server;

/// <summary>Each field of a variant at both ends of its range: what is refused names the field and what it takes.</summary>
public sealed class VariantFieldsTests
{
    public static TheoryData<VariantRequest, string> Refused => new()
    {
        { new() { Name = new string('n', 65) }, "Field 'name' is longer than 64 characters." },
        { new() { LicenseType = "node-locked" }, "Field 'licenseType' must be one of: per-machine, floating, site." },
        { new() { SeatScope = "user" }, "Field 'seatScope' must be one of: machine, process." },
        { new() { MaxMachines = 0 }, "Field 'maxMachines' must be from 1 to 1000000, or -1 for no limit." },
        { new() { MaxMachines = -2 }, "Field 'maxMachines' must be from 1 to 1000000, or -1 for no limit." },
        { new() { MaxMachines = 1_000_001 }, "Field 'maxMachines' must be from 1 to 1000000, or -1 for no limit." },
        { new() { MaxConcurrent = 0, LicenseType = "floating" }, "Field 'maxConcurrent' must be from 1 to 1000000, or -1 for no limit." },
        { new() { TokenDays = 0 }, "Field 'tokenDays' must be a whole number from 1 to 3650." },
        { new() { TokenDays = 3651 }, "Field 'tokenDays' must be a whole number from 1 to 3650." },
        { new() { GraceDays = -1 }, "Field 'graceDays' must be a whole number from 0 to 3650." },
        { new() { GraceDays = 3651 }, "Field 'graceDays' must be a whole number from 0 to 3650." },
        { new() { HeartbeatSeconds = 4 }, "Field 'heartbeatSeconds' must be a whole number from 5 to 86400." },
        { new() { HeartbeatSeconds = 86_401 }, "Field 'heartbeatSeconds' must be a whole number from 5 to 86400." },
        { new() { SessionSeconds = 9 }, "Field 'sessionSeconds' must be a whole number from 10 to 604800." },
        { new() { SessionSeconds = 604_801 }, "Field 'sessionSeconds' must be a whole number from 10 to 604800." },
        { new() { ActivationsPerHour = 0 }, "Field 'activationsPerHour' must be a whole number from 1 to 1000000." },
        { new() { ActivationsPerHour = 1_000_001 }, "Field 'activationsPerHour' must be a whole number from 1 to 1000000." },
        { new() { TrialDays = new(0) }, "Field 'trialDays' must be a whole number from 1 to 3650." },
        { new() { TrialDays = new(3651) }, "Field 'trialDays' must be a whole number from 1 to 3650." },
        { new() { Features = [""] }, "Field 'features' must be a list of at most 100 texts of 1 to 128 characters." },
        { new() { Features = [.. Enumerable.Repeat("x", 101)] }, "Field 'features' must be a list of at most 100 texts of 1 to 128 characters." },
    };

    public static TheoryData<VariantRequest> Taken =>
    [
        new VariantRequest(),
        new VariantRequest
        {
            Name = new string('n', 64), LicenseType = "floating", SeatScope = "process", MaxMachines = 1, MaxConcurrent = 1, TokenDays = 1, GraceDays = 0,
            HeartbeatSeconds = 5, SessionSeconds = 10, ActivationsPerHour = 1, TrialDays = new(1), Features = [],
        },
        new VariantRequest
        {
            LicenseType = "site", SeatScope = "machine", MaxMachines = 1_000_000, MaxConcurrent = 0, TokenDays = 3650, GraceDays = 3650,
            HeartbeatSeconds = 86_400, SessionSeconds = 604_800, ActivationsPerHour = 1_000_000, TrialDays = new(3650), Features = [.. Enumerable.Repeat("x", 100)],
        },
        new VariantRequest { MaxMachines = -1, MaxConcurrent = -1 },
    ];

    [Theory, MemberData(nameof(Refused))]
    public void Beyond_its_range_a_field_is_named(VariantRequest request, string text) =>
        Assert.Equal(LicenseError.InvalidRequest(text), VariantRules.Problem(request));

    [Theory, MemberData(nameof(Taken))]
    public void Up_to_its_ends_a_field_is_taken(VariantRequest request) => Assert.Null(VariantRules.Problem(request));

    [Theory]
    [InlineData(0, "name")]
    [InlineData(1, "licenseType")]
    [InlineData(2, "seatScope")]
    [InlineData(3, "maxMachines")]
    [InlineData(4, "maxConcurrent")]
    [InlineData(5, "tokenDays")]
    [InlineData(6, "graceDays")]
    [InlineData(7, "heartbeatSeconds")]
    [InlineData(8, "sessionSeconds")]
    [InlineData(9, "activationsPerHour")]
    [InlineData(10, "trialDays")]
    [InlineData(11, "features")]
    public void Of_several_wrong_fields_the_first_is_told(int right, string told)
    {
        var request = new VariantRequest
        {
            Name = right > 0 ? "indie" : new string('n', 65),
            LicenseType = right > 1 ? "floating" : "node-locked",
            SeatScope = right > 2 ? "machine" : "user",
            MaxMachines = right > 3 ? 1 : 0,
            MaxConcurrent = right > 4 ? 1 : -2,
            TokenDays = right > 5 ? 1 : 0,
            GraceDays = right > 6 ? 0 : -1,
            HeartbeatSeconds = right > 7 ? 5 : 4,
            SessionSeconds = right > 8 ? 10 : 9,
            ActivationsPerHour = right > 9 ? 1 : 0,
            TrialDays = new(right > 10 ? 1 : 0),
            Features = [""],
        };
        Assert.Contains($"'{told}'", VariantRules.Problem(request)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_seat_that_would_not_outlive_a_heartbeat_is_refused_with_both_numbers() => Assert.Equal(
        LicenseError.InvalidRequest("Field 'sessionSeconds' (300) must be greater than 'heartbeatSeconds' (300)."),
        VariantRules.Problem(Made(new VariantRequest { SessionSeconds = 300, HeartbeatSeconds = 300 })));

    [Theory, InlineData("floating", 0, false), InlineData("floating", 1, true), InlineData("floating", -1, true), InlineData("site", 0, true)]
    public void A_floating_variant_has_a_seat(string type, long seats, bool good)
    {
        var problem = VariantRules.Problem(Made(new VariantRequest { LicenseType = type, MaxConcurrent = seats }));
        Assert.Equal(good ? null : "Field 'maxConcurrent' must be at least 1 for a floating license, or -1 for no limit.", problem?.Message);
    }

    [Fact]
    public void A_change_changes_everything_it_names()
    {
        var old = Made(new VariantRequest { TrialDays = new(7), SeatScope = "machine", Active = true });
        var changed = VariantRules.Changed(old, new VariantRequest
        {
            LicenseType = "floating", MaxMachines = 11, MaxConcurrent = 12, TokenDays = 13, GraceDays = 14, HeartbeatSeconds = 15, SessionSeconds = 16,
            ActivationsPerHour = 17, TrialDays = new(18), Features = ["core"], SeatScope = "process", Active = false,
        });
        Assert.Equal(
            ("floating", 11, 12, 13, 14, 15, 16, 17, 18, "process", false),
            (changed.LicenseType, changed.MaxMachines, changed.MaxConcurrent, changed.TokenDays, changed.GraceDays, changed.HeartbeatSeconds,
                changed.SessionSeconds, changed.ActivationsPerHour, changed.TrialDays, changed.SeatScope, changed.Active));
        Assert.Equal(["core"], changed.Features);
    }

    [Fact]
    public void A_change_of_nothing_changes_nothing()
    {
        var old = Made(new VariantRequest { LicenseType = "floating", MaxConcurrent = 5, TrialDays = new(7), SeatScope = "process", Active = false });
        var same = VariantRules.Changed(old, new VariantRequest());
        Assert.Equal(
            (old.VariantId, old.LicenseType, old.MaxConcurrent, old.SessionSeconds, old.TrialDays, old.SeatScope, old.Active),
            (same.VariantId, same.LicenseType, same.MaxConcurrent, same.SessionSeconds, same.TrialDays, same.SeatScope, same.Active));
    }

    private static VariantRecord Made(VariantRequest fields) =>
        VariantRules.Changed(VariantRules.New(new VariantRequest { ProductId = "tool", Name = "v" }, "v"), fields);
}
