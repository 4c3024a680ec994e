using System.Globalization;
using System.Text.Json.Nodes;
using CgLicense.Keys;
using CgLicense.TimelineServer;

// One command a line on standard input, one JSON object a line as the answer, until the input ends:
//   open · time ISO · gate MODE · requests · admin ROUTE JSON · rotate-key · revoke-key · disk full|read-only|good
// The server's own log goes to standard error.
await using var answers = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
Console.SetOut(Console.Error);

var keys = Directory.CreateTempSubdirectory("cglicense-timeline-keys-").FullName;
World? world = null;
SmallDisk? disk = null;
try
{
    KeyCeremony.Init(new KeyFolder(keys), rootFile: null, SetClock.Start);
    while (await Console.In.ReadLineAsync() is { } line)
    {
        var words = line.Split(' ', 3);
        JsonNode answer;
        try
        {
            answer = await Obey(words);
        }
        catch (Exception e)
        {
            answer = new JsonObject { ["error"] = $"{line}: {e.Message}" };
        }

        await answers.WriteLineAsync(answer.ToJsonString());
    }
}
finally
{
    if (world is not null)
        await world.DisposeAsync();
    disk?.Dispose();
    Directory.Delete(keys, recursive: true);
}

async Task<JsonNode> Obey(string[] words)
{
    switch (words)
    {
        case ["open"]:
            if (world is not null)
                await world.DisposeAsync();
            world = await World.Open(keys);
            return new JsonObject { ["url"] = $"http://127.0.0.1:{world.Gate.Port}", ["start"] = SetClock.Start.ToString("O") };
        case ["time", var time]:
            Opened().SetTime(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));
            break;
        case ["gate", var mode]:
            await Opened().Gate.Change(mode);
            break;
        case ["requests"]:
            return new JsonObject { ["routes"] = new JsonArray([.. Opened().Gate.TakeRoutes().Select(route => (JsonNode)route)]) };
        case ["admin", var route, var json]:
            return JsonNode.Parse(await Opened().Admin(route, json))!;
        case ["rotate-key"]:
            Opened().RotateKey();
            break;
        case ["revoke-key"]:
            Opened().RevokeKey();
            break;
        case ["disk", var state]:
            disk ??= new SmallDisk();
            disk.Become(state);
            return new JsonObject { ["folder"] = disk.Root };
        default:
            throw new ArgumentException("no such command");
    }

    return new JsonObject { ["done"] = true };
}

World Opened() => world ?? throw new InvalidOperationException("say 'open' first");
