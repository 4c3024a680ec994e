namespace CgLicense.Native;

/// <summary>What <c>cg_license_text</c> and <c>cg_license_number</c> answer, by their fields' numbers.</summary>
internal static class Fields
{
    public static string? Text(OpenClient open, int field)
    {
        var (client, info) = (open.Client, open.Client.GetLicenseInfo());
        return field switch
        {
            1 => client.Fingerprint,
            2 => client.LicenseFile,
            3 => info?.LicenseKey,
            4 => client.GetStatus(),
            5 => client.GetMessage(),
            6 => info?.Variant,
            7 => info?.LicenseType,
            8 => info is null ? null : string.Join('\n', info.Features),
            9 => open.LatestRefusal?.Code,
            10 => open.LatestRefusal?.Message,
            11 => open.LatestRefusal?.Reason,
            12 => open.Activation?.SessionId,
            _ => null,
        };
    }

    public static long? Number(OpenClient open, int field)
    {
        var (info, activation) = (open.Client.GetLicenseInfo(), open.Activation);
        return field switch
        {
            1 => info?.MachinesUsed,
            2 => info?.MaxMachines,
            3 => info?.ExpiresAt?.ToUnixTimeSeconds(),
            4 => info?.LicenseExpiresAt?.ToUnixTimeSeconds(),
            5 => info?.DaysRemaining,
            6 => activation?.SeatsUsed,
            7 => activation?.MaxConcurrent,
            8 => activation?.HeartbeatSeconds,
            9 => activation?.SessionExpiresAt?.ToUnixTimeSeconds(),
            10 => open.LatestRefusal?.RetryAfterSeconds,
            _ => null,
        };
    }
}
