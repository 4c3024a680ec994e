using CgLicense.Protocol;
using CgLicense.Server.Http;

namespace CgLicense.Server.Outbox;

/// <summary>What an endpoint subscribes to: event names, families such as <c>license.*</c>, or <c>*</c> for everything.</summary>
internal static class EventFilterRules
{
    public const string Everything = "*";

    private const int Most = 50;
    private const string Family = ".*";

    public static bool Matches(IReadOnlyList<string> filter, string type) => filter.Any(one => Matches(one, type));

    /// <summary>Null when every entry stands for at least one event: a misspelt one would wait in silence for ever.</summary>
    public static LicenseError? Problem(IReadOnlyList<string>? filter)
    {
        if (filter is null)
            return null;
        if (filter.Count == 0)
            return LicenseError.InvalidRequest("Field 'events' is empty. Leave it out for all events.");
        if (Fields.Texts("events", filter, Most) is { } problem)
            return problem;
        return filter.FirstOrDefault(one => !LicenseEvents.All.Any(type => Matches(one, type))) is { } unknown
            ? LicenseError.InvalidRequest(
                $"Field 'events' has '{unknown}', which is no event. Use '*', a family such as 'license.*', or: {string.Join(", ", LicenseEvents.All)}.")
            : null;
    }

    private static bool Matches(string one, string type) =>
        one == Everything || one == type
        || (one.EndsWith(Family, StringComparison.Ordinal) && type.StartsWith(one[..^1], StringComparison.Ordinal));
}
