using System.Text.Json.Serialization.Metadata;
using CgLicense.Server.Access;

namespace CgLicense.Server.OpenApi;

/// <summary>
/// What a route says of itself: hung on its endpoint by <see cref="Http.Routes"/>, read by <see cref="ApiDocument"/>.
/// </summary>
/// <param name="Path">Such as <c>/activate</c>.</param>
/// <param name="Methods">GET, POST or both; HEAD goes with GET and is not named.</param>
/// <param name="Asks">Who may call.</param>
/// <param name="Callers">Whom else than the holder of the admin secret it is open to; none where no credential is asked for.</param>
/// <param name="Request">What is read; null for nothing.</param>
/// <param name="Answer">What a success answers.</param>
/// <param name="Chapter">The chapter it belongs to.</param>
internal sealed record ApiOperation(
    string Path, IReadOnlyList<string> Methods, Asks Asks, Callers Callers, JsonTypeInfo? Request, JsonTypeInfo Answer, Chapter Chapter);

/// <summary>Who may call an endpoint.</summary>
internal enum Asks
{
    /// <summary>Anybody; nothing is read.</summary>
    Anybody,

    /// <summary>Whoever has what the body names: a license key, a code.</summary>
    Customer,

    /// <summary>Whoever signed the body.</summary>
    Sender,

    /// <summary>The admin secret or an API key, to read.</summary>
    SellerReads,

    /// <summary>The admin secret or an API key, to change something; once per Idempotency-Key.</summary>
    SellerChanges,
}
