using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace CgLicense.Client.Tests;

/// <summary>Plays one timeline: sets the time, lets the world and the machines act, and compares what comes of it.</summary>
internal sealed class TimelinePlayer : IDisposable
{
    /// <summary>What a busy computer may add to a time-out.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    private readonly TimelineServer server;
    private readonly TimelineVector vector;
    private readonly Dictionary<string, TimelineMachine> machines = [];
    private readonly DateTimeOffset start;
    private readonly string url;
    private readonly string home;
    private readonly bool hasDisk;
    private readonly string licenseKey;

    public TimelinePlayer(TimelineServer server, TimelineVector vector)
    {
        this.server = server;
        this.vector = vector;
        var world = server.Ask("open");
        url = (string)world["url"]!;
        start = DateTimeOffset.Parse((string)world["start"]!, CultureInfo.InvariantCulture);
        hasDisk = vector.Steps.Any(step => step.Disk is not null);
        home = hasDisk
            ? Path.Combine((string)server.Ask("disk good")["folder"]!, Guid.NewGuid().ToString("N"))
            : Directory.CreateTempSubdirectory("cglicense-timeline-").FullName;
        Admin("/createProduct", new JsonObject { ["name"] = "Tool", ["slug"] = TimelineMachine.ProductId, ["creatorId"] = "creator" });
        Admin("/createVariant", With(vector.Variant, ("productId", TimelineMachine.ProductId), ("name", "indie")));
        licenseKey = (string)Admin("/createLicense", With(
            vector.License, ("email", "artist@studio.example"), ("productId", TimelineMachine.ProductId), ("variant", "indie")))["licenseKey"]!;
    }

    /// <summary>The longest that a client's call took.</summary>
    public TimeSpan Longest { get; private set; }

    public void Play()
    {
        for (var index = 0; index < vector.Steps.Count; index++)
        {
            var step = vector.Steps[index];
            try
            {
                Take(step);
            }
            catch (Exception e)
            {
                Assert.Fail($"{vector.Name}, step {index + 1} (day {step.Day}, {step.Do}): {e.Message}");
            }
        }
    }

    public void Dispose()
    {
        foreach (var machine in machines.Values)
            machine.Dispose();
        if (hasDisk)
            server.Ask("disk good");
        Directory.Delete(home, recursive: true);
    }

    private void Take(TimelineStep step)
    {
        var time = start.AddDays(step.Day).AddSeconds(step.Seconds);
        server.Ask("time " + time.ToString("O", CultureInfo.InvariantCulture));
        if (!machines.TryGetValue(step.Machine, out var machine))
            machines[step.Machine] = machine = new TimelineMachine(step.Machine, home, url);
        machine.Clock = step.ClockAt ?? time.AddDays(step.Clock);
        if (step.Do.StartsWith('/'))
            Admin(step.Do, With(step.With, ("licenseKey", licenseKey)), machine.Fingerprint);
        else if (step.Do is "rotate-key" or "revoke-key")
            server.Ask(step.Do);
        else if (TimelineTool.Knows(step.Do))
            Use(step, machine);
        else
            TimelineFiles.Change(step.Do, machine, step.From is null ? null : machines[step.From]);
    }

    private void Use(TimelineStep step, TimelineMachine machine)
    {
        var isSlow = step.Server is "silent" or "trickling";
        server.Ask("gate " + step.Server);
        if (hasDisk)
            server.Ask("disk " + (step.Disk ?? "good"));
        server.Ask("requests");
        var client = step.Running ? machine.Running : machine.Start(step.Salt, isSlow);
        var watch = Stopwatch.StartNew();
        var outcome = TimelineTool.Call(step.Do, client, step.Key ?? licenseKey);
        Longest = watch.Elapsed > Longest ? watch.Elapsed : Longest;
        if (isSlow)
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimelineMachine.Impatience + Margin);
        var asked = server.Ask("requests")["routes"]!.AsArray().Select(route => (string)route!);
        outcome.Compare(step, asked, File.Exists(machine.File));
    }

    private JsonNode Admin(string route, JsonObject body, string fingerprint = "")
    {
        var settled = new JsonObject(body.Select(field =>
            KeyValuePair.Create(field.Key, field.Value is JsonValue value && value.TryGetValue<string>(out var text)
                ? JsonValue.Create(Settle(text, fingerprint)) : field.Value?.DeepClone())));
        var answer = server.Admin(route, settled);
        return (bool?)answer["success"] == true ? answer : throw new InvalidOperationException($"{route}: {answer}");
    }

    private string Settle(string text, string fingerprint) => text switch
    {
        "<fingerprint>" => fingerprint,
        ['d', 'a', 'y', ' ', .. var day] => start.AddDays(double.Parse(day, CultureInfo.InvariantCulture)).ToString("O", CultureInfo.InvariantCulture),
        _ => text,
    };

    private static JsonObject With(JsonObject? fields, params (string Name, string Value)[] more)
    {
        var body = fields?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in more)
            body.TryAdd(name, value);
        return body;
    }
}
