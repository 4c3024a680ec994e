using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CgLicense.TestServer;

namespace CgLicense.Console.Tests.Harness;

/// <summary>What Stripe reports, signed as Stripe signs: https://docs.stripe.com/webhooks#verify-manually.</summary>
internal static class Stripe
{
    public const string Secret = "whsec_console-tests";

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    /// <param name="link">The payment link that was paid at: a price of which nobody may have said the product yet.</param>
    public static async Task SellsAt(this ServerProcess server, string link, string purchase, string email, long amount = 4_900)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body =
            $$"""
            {"id": "evt_{{purchase}}", "object": "event", "type": "checkout.session.completed", "created": {{now}}, "data": {"object": {
              "id": "cs_{{purchase}}", "object": "checkout.session", "mode": "payment", "payment_status": "paid", "payment_intent": "{{purchase}}",
              "payment_link": "{{link}}", "customer_details": {"email": "{{email}}"}, "metadata": {}, "amount_total": {{amount}}, "currency": "eur" } } }
            """;
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{now}.{body}")));
        using var message = new HttpRequestMessage(HttpMethod.Post, server.Url + "/stripeWebhook") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        message.Headers.Add("Stripe-Signature", $"t={now},v1={signature}");
        using var answer = await Http.SendAsync(message);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
