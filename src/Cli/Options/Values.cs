using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CgLicense.Cli.Options;

/// <summary>Options whose values people write in more than one way.</summary>
internal static class Values
{
    private static readonly string[] TimeFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>A number of machines or seats, or <c>unlimited</c>.</summary>
    public static Option<long?> Limit(string name, string description) => new(name)
    {
        HelpName = "N|unlimited",
        Description = description,
        CustomParser = argument =>
        {
            var text = argument.Tokens.Single().Value;
            if (text == "unlimited")
                return Defaults.Unlimited;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return number;
            argument.AddError($"'{text}' is not a number. Write {name} 5, or {name} unlimited.");
            return null;
        },
    };

    /// <summary>A number, or <c>none</c> to remove one. Left out, the result is not given.</summary>
    public static Option<OptionalNumber> NumberOrNone(string name, string description) => new(name)
    {
        HelpName = "N|none",
        Description = description,
        CustomParser = argument =>
        {
            var text = argument.Tokens.Single().Value;
            if (text == "none")
                return new OptionalNumber(null);
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return new OptionalNumber(number);
            argument.AddError($"'{text}' is not a number. Write {name} 14, or {name} none.");
            return default;
        },
    };

    /// <summary>A date, a number of days from now, or <c>never</c>. Left out, the result is not given.</summary>
    public static Option<OptionalTime> Expiry(string name, string description, Func<DateTimeOffset> now) => new(name)
    {
        HelpName = "DATE|30d|never",
        Description = description,
        CustomParser = argument =>
        {
            var text = argument.Tokens.Single().Value;
            if (text == "never")
                return new OptionalTime(null);
            if (text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= 36_500)
                return new OptionalTime(now().AddDays(days));
            if (TryTime(text, out var time))
            {
                return new OptionalTime(time);
            }

            argument.AddError($"'{text}' is not a date. Write {name} 2027-01-31 (the license ends as that day begins, UTC), {name} 30d or {name} never.");
            return default;
        },
    };

    /// <summary>A date or a time, for what has been.</summary>
    public static Option<DateTimeOffset?> Since(string name, string description) => new(name)
    {
        HelpName = "DATE",
        Description = description,
        CustomParser = argument =>
        {
            var text = argument.Tokens.Single().Value;
            if (TryTime(text, out var time))
            {
                return time;
            }

            argument.AddError($"'{text}' is not a date. Write {name} 2027-01-31 (from the beginning of that day, UTC) or {name} 2027-01-31T18:00Z.");
            return null;
        },
    };

    /// <summary>One of a fixed list; the shell completes it and a wrong one is refused before anything is sent.</summary>
    public static Option<string> Choice(string name, string description, IReadOnlyList<string> allowed)
    {
        var option = new Option<string>(name) { HelpName = string.Join('|', allowed), Description = description };
        option.CompletionSources.Add([.. allowed]);
        option.Validators.Add(result => RefuseOthers(result, name, allowed));
        return option;
    }

    public static Option<string> Text(string name, string placeholder, string description, bool required = false) =>
        new(name) { HelpName = placeholder, Description = description, Required = required };

    public static Option<long?> Number(string name, string placeholder, string description) =>
        new(name) { HelpName = placeholder, Description = description };

    /// <summary>A date, which is its first moment in UTC, or a time.</summary>
    public static bool TryTime(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    private static void RefuseOthers(OptionResult result, string name, IReadOnlyList<string> allowed)
    {
        if (result.Tokens is [{ Value: var text }, ..] && !allowed.Contains(text))
            result.AddError($"'{text}' is not possible for {name}. Choose from: {string.Join(", ", allowed)}.");
    }
}
