using CgLicense.Protocol;
using CgLicense.Server.DiscountCodes;
using CgLicense.Server.Products;

namespace CgLicense.Rules.Tests.Server;

public sealed class DiscountCodeRulesTests
{
    private static readonly DiscountCodeRecord Code = new()
    {
        Code = "Summer", CreatorId = "studio-one", Percent = 20, TrialDays = 14, MaxUses = 3, UsedCount = 2, Active = true, CreatedAt = Facts.Now,
    };

    [Theory]
    [InlineData(true, null, null, -1, 9, true)]
    [InlineData(true, "tool", 1, 3, 2, true)]
    [InlineData(false, null, null, -1, 0, false)]
    [InlineData(true, "another", null, -1, 0, false)]
    [InlineData(true, null, 0, -1, 0, false)]
    [InlineData(true, null, -1, -1, 0, false)]
    [InlineData(true, null, null, 3, 3, false)]
    [InlineData(true, null, null, 3, 4, false)]
    [InlineData(true, null, null, 1, 0, true)]
    public void A_code_is_good_while_active_for_its_product_before_its_end_and_below_its_uses(
        bool active, string? product, int? endsInMs, long maxUses, long used, bool good)
    {
        var code = new DiscountCodeRecord
        {
            Active = active,
            ProductId = product,
            ExpiresAt = endsInMs is { } ms ? Facts.Now.AddMilliseconds(ms) : null,
            MaxUses = maxUses,
            UsedCount = used,
        };
        Assert.Equal(good, DiscountCodeRules.IsUsable(code, "tool", Facts.Now));
    }

    [Fact]
    public void What_a_request_leaves_out_stays()
    {
        var ending = DiscountCodeRules.Changed(Code, new DiscountCodeRequest { ProductId = "tool", ExpiresAt = new(Facts.Now) });
        Assert.Equal(Facts.Now, ending.ExpiresAt);
        Assert.Equivalent(ending, DiscountCodeRules.Changed(ending, new DiscountCodeRequest { Code = "SUMMER" }), strict: true);
    }

    [Fact]
    public void What_a_request_names_changes_and_null_clears()
    {
        var end = new OptionalTime(Facts.Now.AddDays(1));
        var changed = DiscountCodeRules.Changed(Code, new DiscountCodeRequest
        {
            ProductId = "tool", Percent = new(null), TrialDays = new(30), MaxUses = 9, ExpiresAt = end, Active = false,
        });
        Assert.Equal(("tool", null, 30L, 9L, Facts.Now.AddDays(1), false), (changed.ProductId, changed.Percent, changed.TrialDays, changed.MaxUses, changed.ExpiresAt, changed.Active));
        Assert.Equal(("Summer", "studio-one", 2L, Facts.Now), (changed.Code, changed.CreatorId, changed.UsedCount, changed.CreatedAt));
        var cleared = DiscountCodeRules.Changed(changed, new DiscountCodeRequest { ProductId = "", ExpiresAt = new(null) });
        Assert.Equal((null, null, 30L), (cleared.ProductId, cleared.ExpiresAt, cleared.TrialDays));
        Assert.Null(DiscountCodeRules.Changed(changed, new DiscountCodeRequest { ProductId = " " }).ProductId);
    }

    [Fact]
    public void A_new_code_is_active_unlimited_and_as_it_was_written()
    {
        var code = DiscountCodeRules.New(new DiscountCodeRequest { Code = " Summer " }, "studio-one", Facts.Now);
        Assert.Equal(("Summer", "studio-one", -1L, 0L, true, Facts.Now), (code.Code, code.CreatorId, code.MaxUses, code.UsedCount, code.Active, code.CreatedAt));
        Assert.Equal((null, null, null, null), (code.ProductId, code.Percent, code.TrialDays, code.ExpiresAt));
    }

    [Theory]
    [InlineData("summer", "SUMMER")]
    [InlineData(" Sömmer-26 ", "SÖMMER-26")]
    public void Two_spellings_of_a_code_fold_into_one(string typed, string folded) => Assert.Equal(folded, PromotionCode.Fold(typed));

    [Theory]
    [InlineData("X", null)]
    [InlineData(" X ", null)]
    [InlineData("A B", "Field 'code' must not contain blanks.")]
    public void A_code_is_one_word(string code, string? problem) => Assert.Equal(problem, PromotionCode.Problem(code)?.Message);

    [Fact]
    public void A_code_has_at_most_64_characters()
    {
        Assert.Null(PromotionCode.Problem(new string('x', 64)));
        Assert.Equal("Field 'code' is longer than 64 characters.", PromotionCode.Problem(new string('x', 65))?.Message);
        Assert.Null(PromotionCode.Problem(null));
    }

    [Theory]
    [InlineData(-1, 5, true)]
    [InlineData(5, 5, true)]
    [InlineData(6, 5, true)]
    [InlineData(4, 5, false)]
    public void Uses_that_were_counted_cannot_be_taken_back(long maxUses, long used, bool fine) =>
        Assert.Equal(fine, PromotionCode.BelowUses(maxUses, used) is null);

    [Theory]
    [InlineData(0, "Field 'code' must not contain blanks.")]
    [InlineData(1, "Field 'creatorId' is longer than 128 characters.")]
    [InlineData(2, "Field 'percent' must be a whole number from 1 to 100.")]
    [InlineData(3, "Field 'trialDays' must be a whole number from 1 to 3650.")]
    [InlineData(4, "Field 'maxUses' must be from 1 to 1000000, or -1 for no limit.")]
    [InlineData(5, null)]
    public void Of_several_wrong_fields_the_first_is_told(int right, string? told) => Assert.Equal(
        told,
        DiscountCodeRules.Problem(new DiscountCodeRequest
        {
            Code = right > 0 ? "X" : "A B",
            CreatorId = new string('c', right > 1 ? 128 : 129),
            Percent = new(right > 2 ? 1 : 0),
            TrialDays = new(right > 3 ? 1 : 0),
            MaxUses = right > 4 ? 1 : 0,
        })?.Message);

    [Theory]
    [InlineData(0L, null, false)]
    [InlineData(1L, null, true)]
    [InlineData(100L, null, true)]
    [InlineData(101L, null, false)]
    [InlineData(null, 0L, false)]
    [InlineData(null, 1L, true)]
    [InlineData(null, 3650L, true)]
    [InlineData(null, 3651L, false)]
    [InlineData(null, null, true)]
    public void Percent_and_days_have_limits(long? percent, long? days, bool fine) => Assert.Equal(
        fine, DiscountCodeRules.Problem(new DiscountCodeRequest { Code = "X", Percent = new(percent), TrialDays = new(days) }) is null);
}
