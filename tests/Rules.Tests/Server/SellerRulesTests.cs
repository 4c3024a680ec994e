using CgLicense.Protocol;
using CgLicense.Server.Mail;

namespace CgLicense.Rules.Tests.Server;

public sealed class SellerRulesTests
{
    [Theory]
    [InlineData("studio.example", "Field 'renewUrl' must be the address of a page: https://…")]
    [InlineData("javascript:alert(1)", "Field 'renewUrl' must be the address of a page: https://…")]
    [InlineData("file:///etc/passwd", "Field 'renewUrl' must be the address of a page: https://…")]
    [InlineData("https://studio.example/renew?from=mail", null)]
    [InlineData("", null)]
    public void A_link_leads_to_a_page(string url, string? problem) =>
        Assert.Equal(problem, SellerRules.Problem(new UpdateProductMailRequest { RenewUrl = url })?.Message);

    [Fact]
    public void An_address_is_one() => Assert.Equal(
        "Field 'replyTo' must be an e-mail address.", SellerRules.Problem(new UpdateProductMailRequest { ReplyTo = "help" })?.Message);

    [Fact]
    public void What_is_absent_stays_and_an_empty_text_goes_back_to_the_default()
    {
        var old = new ProductMailRecord { ProductId = "tool", Active = false, FromName = "A Studio", ReplyTo = "a@studio.example", LastNoticeDays = 5 };
        var changed = SellerRules.Changed(old, new UpdateProductMailRequest { FromName = " ", SupportEmail = " help@studio.example ", FirstNoticeDays = 0 });
        Assert.Equal(
            (false, null, "a@studio.example", "help@studio.example", 0L, 5L),
            (changed.Active, changed.FromName, changed.ReplyTo, changed.SupportEmail, changed.FirstNoticeDays, changed.LastNoticeDays));
    }
}
