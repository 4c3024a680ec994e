using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CgLicense.Cli.Server;

/// <summary>What an HTTP answer means.</summary>
internal static class AnswerRules
{
    public static ServerReply<T> Read<T>(Uri server, int status, string body, Uri? location, JsonTypeInfo<T> type)
    {
        if (status is >= 300 and < 400)
        {
            return NoAnswer<T>(
                server, $"it redirects to {location}. Set --server to that address if you trust it: credentials are not sent along a redirect");
        }

        if (status is >= 200 and <= 299)
        {
            return Parse(body, type) is { } answer
                ? new ServerReply<T>.Answered(answer, body)
                : NoAnswer<T>(server, "something answers there, but not a license server");
        }

        return Parse(body, ProtocolJson.Wire.Failure)?.ToError(status) is { } error
            ? new ServerReply<T>.Failed(error, body)
            : NoAnswer<T>(server, $"HTTP {status}, and not from a license server");
    }

    public static ServerReply<T> NoAnswer<T>(Uri server, string why) => new ServerReply<T>.Failed(
        new LicenseError(
            ErrorCodes.Network, 0,
            $"No license server answers at {server.GetLeftPart(UriPartial.Path).TrimEnd('/')}: {why.TrimEnd('.')}."),
        null);

    private static T? Parse<T>(string body, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
