using CgLicense.Protocol;
using CgLicense.Server.Mail;

namespace CgLicense.Rules.Tests.Server;

public sealed class MailRulesTests
{
    private static readonly DateTimeOffset Now = Facts.Now;

    [Theory]
    [InlineData("license.created", "createLicense", false, null)]
    [InlineData("license.created", "createLicense", true, MailKind.LicenseDelivery)]
    [InlineData("license.created", "purchaseCompleted", false, MailKind.LicenseDelivery)]
    [InlineData("seat_code.redeemed", "redeemSeatCode", false, MailKind.LicenseDelivery)]
    [InlineData("trial.redeemed", "redeemTrialCode", false, MailKind.Trial)]
    [InlineData("license.expiring", "expiryWatch", false, MailKind.ExpiringSoon)]
    [InlineData("license.expired", "expiryWatch", false, null)]
    [InlineData("license.degraded", "paymentFailed", false, MailKind.PaymentFailed)]
    [InlineData("license.degraded", "purchaseDisputed", false, null)]
    [InlineData("license.degraded", "updateLicense", false, null)]
    [InlineData("license.updated", "updateLicense", true, null)]
    [InlineData(null, "createProduct", true, null)]
    public void A_customer_is_written_to_about_what_concerns_them(string? happened, string action, bool wanted, string? kind) =>
        Assert.Equal(kind, MailRules.KindOf(happened, action, wanted));

    [Theory]
    [InlineData(1, "00:01:00")]
    [InlineData(2, "00:05:00")]
    [InlineData(3, "00:30:00")]
    [InlineData(4, "02:00:00")]
    [InlineData(5, "05:00:00")]
    [InlineData(6, "10:00:00")]
    [InlineData(7, "20:00:00")]
    [InlineData(8, "1.00:00:00")]
    [InlineData(9, "1.00:00:00")]
    public void What_was_not_taken_is_tried_again_after_a_longer_and_longer_pause(long attempt, string pause) => Assert.Equal(
        new MailDecision.TryAgain(Now + TimeSpan.Parse(pause, System.Globalization.CultureInfo.InvariantCulture)),
        MailRules.Decide(Handover.NotNow, attempt, Now));

    [Fact]
    public void After_ten_tries_in_vain_it_is_given_up() => Assert.IsType<MailDecision.GiveUp>(MailRules.Decide(Handover.NotNow, 10, Now));

    [Fact]
    public void What_will_never_be_taken_is_given_up_at_once() => Assert.IsType<MailDecision.GiveUp>(MailRules.Decide(Handover.Never, 1, Now));

    [Fact]
    public void What_may_have_arrived_is_left_to_a_person() => Assert.IsType<MailDecision.LeaveUncertain>(MailRules.Decide(Handover.Unknown, 1, Now));

    [Fact]
    public void What_was_taken_is_sent_however_late() => Assert.IsType<MailDecision.Sent>(MailRules.Decide(Handover.Accepted, 99, Now));
}
