namespace CgLicense;

/// <summary>What the license's owner sees in the list of machines. Nothing is decided by it.</summary>
internal static class MachineName
{
    private const int MaxLength = 255;

    public static string Host => Clean(System.Net.Dns.GetHostName) ?? "unknown";

    public static string? User => Clean(() => Environment.UserName);

    private static string? Clean(Func<string> read)
    {
        try
        {
            var name = new string(read().Where(c => !char.IsControl(c)).Take(MaxLength).ToArray()).Trim();
            return name.Length == 0 ? null : name;
        }
        catch (Exception e) when (e is InvalidOperationException or System.Net.Sockets.SocketException)
        {
            return null;
        }
    }
}
