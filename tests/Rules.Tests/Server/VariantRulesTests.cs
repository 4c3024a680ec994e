using CgLicense.Protocol;
using CgLicense.Server.Products;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class VariantRulesTests
{
    private static readonly VariantRequest Bare = new() { ProductId = "tool", Name = "indie" };

    [Theory]
    [InlineData("tool-indie", "indie")]
    [InlineData("indie", "indie")]
    [InlineData("tool", "tool")]
    [InlineData("tool-", "tool-")]
    [InlineData("toolbox-indie", "toolbox-indie")]
    [InlineData("TOOL-indie", "TOOL-indie")]
    [InlineData("tool-tool-indie", "tool-indie")]
    public void The_products_own_name_in_front_is_dropped(string given, string expected) =>
        Assert.Equal(expected, VariantRules.Name("tool", given));

    [Theory]
    [InlineData("per-machine", 2, 0)]
    [InlineData("floating", -1, 1)]
    [InlineData("site", -1, 0)]
    public void A_bare_variant_has_its_types_limits(string type, long machines, long seats)
    {
        var variant = VariantRules.New(new VariantRequest { ProductId = "tool", Name = "v", LicenseType = type }, "v");
        Assert.Equal((machines, seats, "tool/v"), (variant.MaxMachines, variant.MaxConcurrent, variant.VariantId));
    }

    [Fact]
    public void A_bare_variant_has_the_published_defaults()
    {
        var variant = VariantRules.New(Bare, "indie");
        Assert.Equal((30, 7, 300, 900, 15), (variant.TokenDays, variant.GraceDays, variant.HeartbeatSeconds, variant.SessionSeconds, variant.ActivationsPerHour));
        Assert.Equal(("machine", true, null), (variant.SeatScope, variant.Active, variant.TrialDays));
    }

    [Fact]
    public void A_change_keeps_what_it_does_not_name() =>
        Gen.Select(Gen.Long[1, 100], Gen.Long[1, 3650], Gen.Long[0, 3650], Gen.Long[1, 1000]).Sample((machines, token, grace, attempts) =>
        {
            var old = VariantRules.New(
                new VariantRequest
                {
                    ProductId = "tool", Name = "v", MaxMachines = machines, TokenDays = token, GraceDays = grace, ActivationsPerHour = attempts, Features = ["x"],
                }, "v");
            var changed = VariantRules.Changed(old, new VariantRequest { HeartbeatSeconds = 60 });
            return (changed.MaxMachines, changed.TokenDays, changed.GraceDays, changed.ActivationsPerHour, changed.HeartbeatSeconds)
                == (machines, token, grace, attempts, 60) && changed.Features is ["x"];
        });

    [Theory]
    [InlineData(300, 300, false)]
    [InlineData(300, 301, true)]
    public void A_seat_outlives_the_pause_between_heartbeats(long heartbeat, long session, bool good) => Assert.Equal(
        good,
        VariantRules.Problem(VariantRules.New(
            new VariantRequest { ProductId = "t", Name = "v", HeartbeatSeconds = heartbeat, SessionSeconds = session }, "v")) is null);
}
