using System.Security.Cryptography;

namespace CgLicense.Server.Tests.Processes;

/// <summary>
/// A program on a machine that works through every outage: asks until it is answered, keeps its seat a while, gives it back or
/// just goes away. Remembers what it was told.
/// </summary>
internal sealed class Artist(string name, Key key, Workload load, LeaseLog? seats)
{
    private int asked;
    private int session;

    public string Name { get; } = name;

    public Key Key { get; } = key;

    /// <summary>Whether the machine is activated, by the last thing it asked; null when that was never answered.</summary>
    public bool? IsActivated { get; private set; } = false;

    public async Task Work(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            if (await Ask("/activate") is not { Status: 200 })
            {
                await Pause(20, ending);
                continue;
            }

            IsActivated = true;
            for (var beat = RandomNumberGenerator.GetInt32(4); beat > 0 && !ending.IsCancellationRequested; beat--)
            {
                await Pause(100, ending);
                await Ask("/heartbeat");
            }

            // One in four goes away without a word, and its seat lapses; a machine's slot is always given back.
            if (seats is null || RandomNumberGenerator.GetInt32(4) > 0)
                await GiveBack();
            else
                await Pause(15_000, ending);
        }
    }

    private async Task GiveBack()
    {
        seats?.GiveBack(Name);
        if (await Ask("/deactivate") is null)
            return;
        IsActivated = false;
        session++;
    }

    private async Task<Answer?> Ask(string path)
    {
        var wasActivated = IsActivated;
        IsActivated = null;
        // A process names its session itself and keeps the name until it is answered: asking again takes no second seat.
        var answer = await load.Ask(asked++, path, Key.Body(Name, $"{Name}-{session}"));
        if (answer is null)
            return null;
        IsActivated = wasActivated;
        if (answer.Status == 200 && path != "/deactivate")
            seats?.Note(Name, answer);
        return answer;
    }

    private static async Task Pause(int most, CancellationToken ending) =>
        await Task.Delay(RandomNumberGenerator.GetInt32(1, most), ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
