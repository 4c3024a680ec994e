namespace CgLicense.Server.Tests.Lives;

/// <summary>One license from its sale on, and everyone who uses it; the server is held against the model after every step.</summary>
internal sealed class Life(World world, LicenseModel license, long id, Action<string> heard)
{
    public static readonly IReadOnlyList<string> Machines = ["a", "b", "c", "d"];
    public const int Processes = 2;

    // The license, its machines, live seats, attempts of the last hour, and what was recorded: one row each, as text.
    private const string Stored =
        """
        SELECT 'license ' || status || ' machines ' || max_machines || ' seats ' || max_concurrent || ' fence ' || last_fence
               || ' ends ' || COALESCE(CAST(expires_at AS TEXT), 'never') || ' suspends ' || COALESCE(CAST(suspend_at AS TEXT), 'never')
        FROM license WHERE id = @id
        UNION ALL SELECT 'attempts ' || COUNT(*) FROM activation_attempt WHERE license_id = @id AND attempted_at > @since
        UNION ALL SELECT 'machine ' || fingerprint || ' seen ' || last_seen FROM activation WHERE license_id = @id
        UNION ALL SELECT 'seat ' || seat_no || ' of ' || cap || ' fence ' || fence || ' holder ' || holder
               || ' session ' || session_id || ' until ' || expires_at
        FROM seat WHERE license_id = @id AND expires_at > @now
        UNION ALL SELECT 'audit ' || action || ' ' || COUNT(*) FROM audit WHERE license_id = @id GROUP BY action
        """;

    private readonly List<Client> clients = Settle();

    public World World { get; } = world;

    public LicenseModel License { get; } = license;

    public Client At(int machine, int process) => clients[(machine * Processes) + process];

    public void Heard(Answer answer) => heard(answer.Status == 200 ? answer.Path : answer.String("code")!);

    public async Task Play(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            await step.Play(this);
            await AssertStored();
        }
    }

    private async Task AssertStored()
    {
        var rows = await World.Server.Database.Read(session => session.Many(
            Stored, row => row.GetString(0), ("id", id), ("now", License.Now.ToUnixTimeMilliseconds()),
            ("since", License.Now.AddHours(-1).ToUnixTimeMilliseconds())));
        Assert.Equal(
            string.Join('\n', License.Rows().Order(StringComparer.Ordinal)), string.Join('\n', rows.Order(StringComparer.Ordinal)));
    }

    private static List<Client> Settle()
    {
        var all = Machines.SelectMany(machine => Enumerable.Range(0, Processes).Select(process => new Client(machine, process))).ToList();
        for (var i = 0; i < all.Count; i++)
            all[i].NextDoor = all[(i + Processes) % all.Count];
        return all;
    }
}
