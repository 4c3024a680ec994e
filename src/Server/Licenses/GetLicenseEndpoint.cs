using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Licenses;

/// <summary><c>GET|POST /getLicense</c>: one license in full.</summary>
internal sealed class GetLicenseEndpoint(TimeProvider clock)
{
    public void Map(Routes routes) => routes.AdminQuery(
        "/getLicense", ProtocolJson.Wire.GetLicenseRequest, ProtocolJson.Wire.GetLicenseAnswer, Answer);

    private async Task<Outcome<GetLicenseAnswer>> Answer(GetLicenseRequest request, Principal principal, Session session)
    {
        if (string.IsNullOrWhiteSpace(request.LicenseKey))
            return LicenseError.MissingFields;
        if (await LicenseSql.Find(session, LicenseKey.Parse(request.LicenseKey)) is not { } license
            || !principal.MaySee(license.CreatorId))
        {
            return LicenseError.LicenseNotFound;
        }

        var now = clock.GetUtcNow();
        var row = await LicenseRecordSql.Find(session, license.Id, now);
        return new GetLicenseAnswer
        {
            License = row!.Record,
            Activations = await LicenseRecordSql.ActivationsOf(session, license.Id, now),
            Violations = await LicenseRecordSql.ViolationsOf(session, license.Id),
            MachinesUsed = row.Record.MachinesUsed,
        };
    }
}
