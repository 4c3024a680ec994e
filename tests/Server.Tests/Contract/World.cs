using System.Globalization;
using System.Text.Json.Nodes;
using CgLicense.Server.Storage;
using CgLicense.Server.Tests.Purchases;

namespace CgLicense.Server.Tests.Contract;

/// <summary>Builds what an exchange says is <c>given</c>, word by word, on an emptied server.</summary>
internal sealed class World(EngineFixture engine, Placeholders values)
{
    private const string Creator = "studio-one";
    private const string Product = "demo-tool";

    private Machine? machine;

    private RunningServer Server => engine.Server;

    private SoldLicense License => new(Server, Product, values.Settled["licenseKey"]);

    public async Task Build(IReadOnlyList<string> given)
    {
        await Empty();
        // Whoever guessed keys in the exchange before is forgiven a minute later.
        await engine.Pass(TimeSpan.FromMinutes(2));
        foreach (var word in given)
        {
            var parts = word.Split(':');
            await Add(parts[0], parts.ElementAtOrDefault(1) ?? "", parts.Skip(2));
        }
    }

    private Task Add(string word, string what, IEnumerable<string> fields) => word switch
    {
        "product" => Admin("/createProduct", Fields(fields, ("name", "Demo Tool"), ("slug", what), ("creatorId", Creator))),
        "variant" => Admin("/createVariant", Fields(fields, ("productId", Product), ("name", what))),
        "license" => Sell(Fields(fields, ("productId", Product), ("email", "artist@studio.example"), ("licenseType", what))),
        "status" => Update(what == "expired" ? "\"expiresAt\":\"2020-01-01\"" : $"\"status\":\"{what}\""),
        "update" => Update(string.Join(',', what.Split('&').Select(field => $"\"{field.Split('=')[0]}\":{field.Split('=')[1]}"))),
        "message" => Update($"\"message\":\"{what}\""),
        "locked" => Update("\"unlockedProducts\":[]"),
        "activated" => Activate(what.Length == 0 ? Product : what),
        "removed" => Admin("/removeActivation", new JsonObject { ["licenseKey"] = License.Key, ["fingerprint"] = values.Settled["fingerprint"] }),
        "machines" or "seats" => Others(what, stay: true),
        "attempts" => Others(what, stay: false),
        "guesses" => Guess(int.Parse(what, CultureInfo.InvariantCulture)),
        "key" => Settle("licenseKey", "CGL-00000-00000-00000-00000-00000"),
        "seat" => engine.Pass(TimeSpan.FromSeconds(901)),
        "token" => Token(what),
        "apiKey" => ApiKey(what),
        "webhook" => Webhook(),
        "delivery" => DeadDelivery(),
        "discountCode" => Admin("/createDiscountCode", Fields(fields, ("code", what), ("creatorId", Creator))),
        "trialCode" => Admin("/createTrialCode", Fields(["trialDays=14", .. fields], ("productId", Product), ("code", what))),
        "redeemed" => Redeem(Fields(fields, ("code", what), ("productId", Product), ("email", "artist@studio.example"), ("machineFingerprint", values.Settled["fingerprint"]))),
        "order" when what == "cancelled" => Admin("/cancelStudioOrder", new JsonObject { ["orderId"] = values.Settled["orderId"] }),
        "order" => Order(Fields([$"seats={what}", .. fields], ("productId", Product), ("email", "buyer@studio.example"))),
        "seatCode" => RedeemSeat(Fields(fields, ("seatCode", values.Settled["seatCode"]))),
        "price" => Admin("/createPrice", Fields(fields, ("priceId", what), ("productId", Product))),
        "purchase" => Purchase(Fields(fields, ("type", what), ("purchaseId", "order-17"), ("email", "artist@studio.example"), ("productId", Product))),
        "paid" => Paid(what),
        "mail" => Mail(what),
        "template" => Admin("/setMailTemplate", new JsonObject
        {
            ["productId"] = Product, ["kind"] = what, ["subject"] = "Try {{product}}",
            ["text"] = new JsonArray("Hello,", "", "your key is {{license_key}}."),
        }),
        "violation" => Violate(what, Fields(fields)),
        "database" => engine.TakeDatabaseAway(),
        "server" => Fault(),
        // These are about the request itself: ExchangeScenarios sees to them.
        "auth" or "idempotency" or "body" => Task.CompletedTask,
        _ => throw new InvalidOperationException($"contract/README.md has a word that nobody can build: {word}"),
    };

    private async Task Empty()
    {
        var tables = (await Server.Database.Read(session => TableDump.Tables(session, Server.Database)))
            .Where(table => table is not ("schema_version" or "setting")).ToList();
        await Server.Database.Write<object?>(async session =>
        {
            // The order of the tables must not matter.
            await session.Execute(Server.Database.Engine == "postgres"
                ? "SET LOCAL session_replication_role = replica" : "PRAGMA defer_foreign_keys = ON");
            var triggers = Server.Database.Engine == "postgres"
                ? [] : await session.Many("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'", row => (Name: row.GetString(0), Sql: row.GetString(1)));
            foreach (var (name, _) in triggers)
                await session.Execute("DROP TRIGGER " + name);
            foreach (var table in tables)
                await session.Execute("DELETE FROM " + table);
            foreach (var (_, sql) in triggers)
                await session.Execute(sql);
            return null;
        });
    }

    private async Task Purchase(JsonObject body) =>
        await Settle("licenseKey", (await Server.Post("/cgloungeWebhook", body, EngineFixture.WebhookSecret)).Ok().String("licenseKey")!);

    private async Task Paid(string price) => (await new Shop(Server, engine.Clock).Stripe(
        "evt_" + price, "checkout.session.completed", engine.Clock.GetUtcNow(), new JsonObject
        {
            ["id"] = "cs_" + price, ["object"] = "checkout.session", ["mode"] = "payment", ["payment_status"] = "paid", ["customer_email"] = "artist@studio.example",
            ["line_items"] = new JsonObject { ["data"] = new JsonArray(new JsonObject { ["price"] = new JsonObject { ["id"] = price } }) },
        })).Ok();

    private async Task Admin(string path, JsonObject body) => (await Server.Admin(path, body)).Ok();

    private async Task Update(string fields) => (await License.Update(fields)).Ok();

    private async Task Sell(JsonObject terms) =>
        await Settle("licenseKey", (await Server.Admin("/createLicense", terms)).Ok().String("licenseKey")!);

    private async Task Activate(string product)
    {
        machine = License.Machine(values.Settled["fingerprint"]) with { ProductId = product };
        (await machine.Activate()).Ok();
        await Settle("token", machine.Token!);
        if (machine.SessionId is { } session)
            await Settle("sessionId", session);
    }

    private async Task Others(string count, bool stay)
    {
        for (var i = 0; i < int.Parse(count, CultureInfo.InvariantCulture); i++)
        {
            var other = License.Machine($"other-{i}");
            var answer = await other.Activate();
            Assert.True(!stay || answer.Status == 200, answer.Text);
            if (!stay && answer.Status == 200)
                (await other.Deactivate()).Ok();
        }
    }

    private async Task Guess(int count)
    {
        for (var i = 0; i < count; i++)
            (await Server.Post("/verify", new { licenseKey = $"CGL-GUESS-{i}", productId = Product })).Is(Refusal.LicenseNotFound);
    }

    private async Task Token(string what)
    {
        if (what == "due")
            await engine.Pass(TimeSpan.FromHours(25));
        else if (what == "expired")
            await engine.Pass(TimeSpan.FromDays(31));
        else if (what == "tampered")
            await Settle("token", Tampered(values.Settled["token"]));
        else
            await Settle("token", what == "other-machine" ? await TokenOf(License, "another-machine") : await TokenOf(await SellAnother(), values.Settled["fingerprint"]));
    }

    private async Task<SoldLicense> SellAnother()
    {
        var sold = (await Server.Admin("/createLicense", new { productId = Product, email = "other@studio.example" })).Ok();
        return License with { Key = sold.String("licenseKey")! };
    }

    private static async Task<string> TokenOf(SoldLicense license, string fingerprint) =>
        (await license.Machine(fingerprint).Activate()).Ok().String("token")!;

    private static string Tampered(string token) => token[..^9] + (token[^9] == 'A' ? 'B' : 'A') + token[^8..];

    private async Task ApiKey(string name) => await Settle(
        "apiKeyHash", (await Server.Admin("/createApiKey", new { creatorId = Creator, name })).Ok().String("hash")!);

    private async Task Webhook() => await Settle(
        "endpointId",
        (await Server.Admin("/createWebhookEndpoint", new { creatorId = Creator, url = "https://hooks.studio.example/cglicense" })).Ok().String("endpointId")!);

    /// <summary>What days of failures end in.</summary>
    private async Task DeadDelivery()
    {
        var sent = (await Server.Admin("/sendTestWebhook", new { endpointId = values.Settled["endpointId"] })).Ok();
        await Server.Database.Write(session => session.Execute(
            """
            UPDATE webhook_delivery SET status = 'dead', attempts = 11, next_try_at = NULL, claim = NULL, last_try_at = created_at,
                last_status = 500, last_error = 'The endpoint answered 500.', response = 'Internal Server Error'
            """));
        await Settle("messageId", sent.String("messageId")!);
        await Settle("deliveryId", sent.String("deliveryId")!);
    }

    /// <summary>What became of the license's own mail, whatever its sender is about to do.</summary>
    private async Task Mail(string status)
    {
        await Server.Database.Write(session => session.Execute(
            """
            UPDATE mail SET status = @status, claim = NULL, claimed_until = 0, attempts = CASE WHEN @status = 'sent' THEN 1 ELSE 10 END,
                sent_at = CASE WHEN @status = 'sent' THEN created_at END, next_try_at = CASE WHEN @status = 'pending' THEN created_at + 60000 END,
                last_error = CASE WHEN @status = 'sent' THEN NULL ELSE 'The mail server answered 550: no such user' END
            """,
            ("status", status)));
        await Settle("mailId", (await Server.Admin("/listMail", new JsonObject())).Ok()["mail"][0].GetProperty("mailId").GetString()!);
    }

    private async Task Redeem(JsonObject body) =>
        await Settle("licenseKey", (await Server.Post("/redeemTrialCode", body)).Ok().String("licenseKey")!);

    private async Task Order(JsonObject body)
    {
        var order = (await Server.Admin("/createStudioOrder", body)).Ok();
        await Settle("orderId", order.String("orderId")!);
        await Settle("seatCode", order["seatCodes"][0].GetString()!);
    }

    private async Task RedeemSeat(JsonObject body) =>
        await Settle("licenseKey", (await Server.Admin("/redeemSeatCode", body)).Ok().String("licenseKey")!);

    private async Task Violate(string type, JsonObject fields) => await Settle(
        "violationId", await Violations.Plant(Server, License.Key, type, (long)fields["severity"]!, engine.Clock.GetUtcNow()));

    /// <summary>A rule in the schema that no row can satisfy stands for a bug of ours.</summary>
    private async Task Fault()
    {
        await Add("product", Product, []);
        await Add("license", "per-machine", []);
        await Server.Database.Write(session => session.Execute(Server.Database.Engine == "postgres"
            ? "ALTER TABLE activation ADD CONSTRAINT fault CHECK (hostname IS NULL) NOT VALID"
            : "CREATE TRIGGER fault BEFORE INSERT ON activation BEGIN SELECT RAISE(ABORT, 'fault'); END"));
    }

    public Task MendFault() => Server.Database.Write(session => session.Execute(
        Server.Database.Engine == "postgres" ? "ALTER TABLE activation DROP CONSTRAINT fault" : "DROP TRIGGER fault"));

    private Task Settle(string name, string value)
    {
        values.Settled[name] = value;
        return Task.CompletedTask;
    }

    private JsonObject Fields(IEnumerable<string> fields, params (string Name, string Value)[] fixedOnes)
    {
        var body = new JsonObject();
        foreach (var (name, value) in fixedOnes)
            body[name] = value;
        foreach (var field in fields.Select(field => field.Split('=')))
        {
            body[field[0]] = field switch
            {
                [_, "true" or "false"] => field[1] == "true",
                [_, "future"] => engine.Clock.GetUtcNow().AddYears(1),
                ["features" or "unlockedProducts", var list] => new JsonArray([.. list.Split(',').Select(text => (JsonNode)text)]),
                [_, var value] when long.TryParse(value, CultureInfo.InvariantCulture, out var number) => number,
                [_, var value] => value,
                _ => throw new InvalidOperationException($"Not FIELD=VALUE: {field[0]}"),
            };
        }

        return body;
    }
}
