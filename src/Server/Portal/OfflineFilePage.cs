using System.Text.Json;
using CgLicense.Protocol;
using CgLicense.Server.Activation;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Portal;

/// <summary><c>POST /portal/licenses/{uid}/file</c>: a customer downloads the license file of a computer without network.</summary>
internal sealed class OfflineFilePage(Database database, PortalLicensePages pages, OfflineFile files, TimeProvider clock)
{
    public void Map(PortalRoutes routes) => routes.Form("/portal/licenses/{uid}/file", Download);

    private async Task<PortalReply> Download(HttpContext context, OwnForm form, Customer customer)
    {
        var uid = context.Request.RouteValues["uid"] as string ?? "";
        var reading = OfflineFormRules.Read(new(form["fingerprint"], form.File("request"), form["name"], form["product"]));
        if (reading is OfflineFormReading.Wrong wrong)
            return await pages.Page(customer, uid, new Notice("bad", wrong.What));
        var asks = (OfflineFormReading.Asks)reading;
        var now = clock.GetUtcNow();
        var machine = new MachineAsking(asks.Fingerprint, asks.Name, asks.Product, customer.Actor, "portalOfflineFile");
        var outcome = await database.Write(session => Take(session, customer, uid, machine, now));
        if (outcome.Answer is not { } done)
            return await pages.Page(customer, uid, OfflineFileWords.Of(outcome.Refusal!, machine.ProductId));
        var file = files.Sign(done, machine, now);
        return new PortalReply.Download(
            JsonSerializer.SerializeToUtf8Bytes(file, ProtocolJson.Wire.CreateOfflineFileAnswer),
            machine.ProductId + CreateOfflineFileAnswer.FileEnding);
    }

    private static async Task<Outcome<Activated>> Take(
        Session session, Customer customer, string uid, MachineAsking machine, DateTimeOffset now) =>
        await PortalLicenseSql.Find(session, customer, uid, now) is { } found
        && await ActivationSql.Lock(session, found.Key, machine.Fingerprint, now) is { } facts
            ? await OfflineFile.Take(session, facts, machine, now)
            : LicenseError.LicenseNotFound;
}
