using System.Text.Json;

namespace CgLicense.Bench;

/// <summary>Machines that are activated through the server as tools are, and what they send then: a file of bodies for each route.</summary>
internal sealed class Crowd
{
    private const int NewMachinesOn = 5_000;

    private readonly string folder = Directory.CreateTempSubdirectory("cglicense-bench-bodies-").FullName;

    public string Heartbeats => Path.Combine(folder, "heartbeat");

    public string Validations => Path.Combine(folder, "validate");

    public string Verifications => Path.Combine(folder, "verify");

    public string Activations => Path.Combine(folder, "activate");

    public static async Task<Crowd> Activate(Subject subject, long licenses, int machines)
    {
        var crowd = new Crowd();
        var (heartbeats, validations, verifications, activations) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        // Spread over all licenses, so that no cache is kinder than life.
        var step = Math.Max(10, licenses / machines / 10 * 10);
        for (var i = 0; i < machines; i++)
        {
            var floating = Population.KeyOf((long)i * step % licenses / 10 * 10 + 10);
            var fixedKey = Population.KeyOf((long)i * step % licenses / 10 * 10 + 1);
            heartbeats.Add(await Join(subject, floating, $"beat-{i}"));
            validations.Add(await Join(subject, fixedKey, $"check-{i}"));
            verifications.Add(JsonSerializer.Serialize(new { licenseKey = fixedKey, productId = Population.Product }));
        }

        // Spread as well, so that no license gets hundreds of them.
        for (var i = 0L; i < NewMachinesOn; i++)
        {
            var key = Population.KeyOf(i * (licenses / NewMachinesOn) / 10 * 10 + 1 + i % 9);
            activations.Add(JsonSerializer.Serialize(new
            {
                licenseKey = key, productId = Population.Product, machineFingerprint = "new-@", hostname = "workstation.studio.example", sdk = "bench/1",
            }));
        }

        await File.WriteAllLinesAsync(crowd.Heartbeats, heartbeats);
        await File.WriteAllLinesAsync(crowd.Validations, validations);
        await File.WriteAllLinesAsync(crowd.Verifications, verifications);
        await File.WriteAllLinesAsync(crowd.Activations, activations);
        return crowd;
    }

    private static async Task<string> Join(Subject subject, string key, string machine)
    {
        var answer = await subject.Ask("/activate", new
        {
            licenseKey = key, productId = Population.Product, machineFingerprint = machine, hostname = machine + ".studio.example",
        });
        return JsonSerializer.Serialize(new
        {
            licenseKey = key, productId = Population.Product, machineFingerprint = machine,
            sessionId = answer.TryGetProperty("sessionId", out var session) ? session.GetString() : null, token = answer.GetProperty("token").GetString(),
        });
    }
}
