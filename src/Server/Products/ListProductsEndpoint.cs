using CgLicense.Protocol;
using CgLicense.Server.Access;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

namespace CgLicense.Server.Products;

/// <summary><c>GET|POST /listProducts</c>.</summary>
internal static class ListProductsEndpoint
{
    public static void Map(Routes routes) => routes.AdminQuery(
        "/listProducts", ProtocolJson.Wire.ListProductsRequest, ProtocolJson.Wire.ListProductsAnswer, Answer);

    private static async Task<Outcome<ListProductsAnswer>> Answer(
        ListProductsRequest request, Principal principal, Session session)
    {
        var wanted = (request.Status ?? ProductStatus.Live)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var status in wanted)
        {
            if (Fields.OneOf("status", status, ProductStatus.All) is { } problem)
                return problem;
        }

        if (request.CreatorId is { } creator && !principal.MaySee(creator))
            return new ListProductsAnswer();
        var all = await ProductSql.All(session, principal.Scope ?? request.CreatorId);
        return new ListProductsAnswer
        {
            Products = [.. all.Where(product => request.IncludeAll == true || wanted.Contains(product.Status))],
        };
    }
}
