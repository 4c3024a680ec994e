using CgLicense.Protocol;
using CgLicense.Server.TrialCodes;
using CsCheck;

namespace CgLicense.Rules.Tests.Server;

public sealed class TrialRulesTests
{
    private static readonly TrialCodeRecord Code = new()
    {
        Code = "Try14", CreatorId = "studio-one", ProductId = "tool", TrialDays = 14, MaxUses = 2, UsedCount = 1, Active = true,
    };

    private static readonly EarlierTrial Lost =
        new(LicenseKey.Parse("CGL-1"), Facts.Now.AddDays(3), "TRY14", SameEmail: true, SameMachine: true);

    [Fact]
    public void A_good_code_grants_its_days_from_now() =>
        Assert.Equal(new TrialDecision.Grant(Facts.Now.AddDays(14)), Decide(Code));

    [Theory]
    [InlineData(-1, 1_000_000)]
    [InlineData(2, 1)]
    public void A_code_is_good_below_its_uses(long maxUses, long used) =>
        Assert.IsType<TrialDecision.Grant>(Decide(Changed(maxUses: maxUses, used: used)));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_code_that_is_used_up_is_refused(long used) => Refuses(TrialRules.UsedUp, Changed(used: used));

    [Fact]
    public void The_end_of_a_code_is_its_first_bad_moment()
    {
        Assert.IsType<TrialDecision.Grant>(Decide(Changed(expires: Facts.Now.AddTicks(1))));
        Refuses(LicenseError.TrialCodeExpired, Changed(expires: Facts.Now));
        Refuses(LicenseError.TrialCodeExpired, Changed(expires: Facts.Now.AddTicks(-1)));
    }

    [Fact]
    public void Each_refusal_comes_before_the_next()
    {
        var worst = Changed(active: false, expires: Facts.Now, used: 2);
        EarlierTrial[] had = [Lost with { SameMachine = false }];
        Refuses(TrialRules.UnknownCode, null, had);
        Refuses(LicenseError.TrialCodeInactive, worst, had);
        Refuses(LicenseError.TrialCodeExpired, Changed(expires: Facts.Now, used: 2), had);
        Refuses(TrialRules.HadOne, Changed(used: 2), had);
        Refuses(TrialRules.UsedUp, Changed(used: 2));
    }

    [Fact]
    public void Each_refusal_says_what_happened()
    {
        Assert.Equal(LicenseError.NotFound("Trial code"), TrialRules.UnknownCode);
        Assert.Equal(LicenseError.Conflict("This trial code has been used as often as it may be."), TrialRules.UsedUp);
        Assert.Equal(LicenseError.Conflict("This e-mail address or this machine has had a trial of the product before."), TrialRules.HadOne);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void One_trial_is_all_for_an_address_or_a_machine(bool sameEmail, bool sameMachine) => Refuses(
        TrialRules.HadOne, Code, new EarlierTrial(Lost.Key, null, "ANOTHER", sameEmail, sameMachine));

    [Fact]
    public void A_lost_answer_is_given_again_whatever_became_of_the_code()
    {
        foreach (var code in new[] { null, Code, Changed(active: false), Changed(expires: Facts.Now), Changed(used: 2) })
            Assert.Equal(new TrialDecision.Again(Lost), TrialRules.Decide(code, " try14 ", [Lost with { FoldedCode = "ANOTHER" }, Lost], Facts.Now));
    }

    [Fact]
    public void Only_address_machine_and_code_together_are_the_same_request()
    {
        Refuses(TrialRules.HadOne, Code, Lost with { SameEmail = false });
        Refuses(TrialRules.HadOne, Code, Lost with { SameMachine = false });
        Refuses(TrialRules.HadOne, Code, Lost with { FoldedCode = "TRY1" });
    }

    [Theory]
    [InlineData("Anna@Studio.example", "anna@studio.example")]
    [InlineData(" anna+second@studio.example ", "anna@studio.example")]
    [InlineData("anna+a+b@studio.example", "anna@studio.example")]
    [InlineData("+anna@studio.example", "+anna@studio.example")]
    [InlineData("anna@stu+dio.example", "anna@stu+dio.example")]
    [InlineData("a+@studio.example", "a@studio.example")]
    public void One_person_has_one_mailbox_however_it_is_spelled(string typed, string mailbox) =>
        Assert.Equal(mailbox, TrialRules.Mailbox(typed));

    [Fact]
    public void What_follows_a_plus_never_makes_another_person() => Gen.Select(Gen.String[Gen.Char["abc."], 1, 8], Gen.String[Gen.Char["xyz+"], 0, 8])
        .Sample((name, tag) => TrialRules.Mailbox($"{name}+{tag}@studio.example") == TrialRules.Mailbox($"{name}@studio.example"));

    [Fact]
    public void Who_somebody_is_does_not_show_in_what_is_stored()
    {
        var who = TrialIdentity.Of("Anna+x@studio.example", "f1");
        Assert.Equal(who, TrialIdentity.Of("anna@STUDIO.example", "f1"));
        Assert.NotEqual(who.EmailHash, TrialIdentity.Of("bob@studio.example", "f1").EmailHash);
        Assert.NotEqual(who.MachineHash, TrialIdentity.Of("anna@studio.example", "f2").MachineHash);
        Assert.NotEqual(TrialIdentity.Of("same", "same").EmailHash, TrialIdentity.Of("same", "same").MachineHash);
        Assert.Matches("^[0-9a-f]{64}$", who.EmailHash);
    }

    private static TrialDecision Decide(TrialCodeRecord? code, params EarlierTrial[] earlier) =>
        TrialRules.Decide(code, "try14", earlier, Facts.Now);

    private static void Refuses(LicenseError error, TrialCodeRecord? code, params EarlierTrial[] earlier) =>
        Assert.Equal(new TrialDecision.Refuse(error), Decide(code, earlier));

    private static TrialCodeRecord Changed(bool active = true, DateTimeOffset? expires = null, long maxUses = 2, long used = 1) => new()
    {
        Code = Code.Code, TrialDays = Code.TrialDays, Active = active, ExpiresAt = expires, MaxUses = maxUses, UsedCount = used,
    };
}
