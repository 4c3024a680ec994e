using System.Globalization;

namespace CgLicense.Server.Tests.Harness;

/// <summary>Signs of misuse as whatever detects them leaves them behind.</summary>
internal static class Violations
{
    /// <summary>Writes one, and what it does to its license at once. Returns its id.</summary>
    public static async Task<string> Plant(RunningServer server, string licenseKey, string type, long severity, DateTimeOffset now)
    {
        var id = await server.Database.Write(async session =>
        {
            if (severity >= 2)
            {
                await session.Execute(
                    """
                    UPDATE license SET status = 'degraded', status_cause = 'threat', threat_level = @severity, suspend_at = @suspend
                    WHERE license_key = @key
                    """,
                    ("key", licenseKey), ("severity", severity),
                    ("suspend", severity >= 3 ? now.AddHours(72).ToUnixTimeMilliseconds() : default(long?)));
            }

            return await session.Number(
                """
                INSERT INTO violation (license_id, type, severity, detected_at, details)
                SELECT id, @type, @severity, @now, 'seen in 4 countries within a day' FROM license WHERE license_key = @key
                RETURNING id
                """,
                ("key", licenseKey), ("type", type), ("severity", severity), ("now", now.ToUnixTimeMilliseconds()));
        });
        return id!.Value.ToString(CultureInfo.InvariantCulture);
    }
}
