using System.Security.Cryptography;
using CgLicense.Protocol;

namespace CgLicense;

/// <summary>
/// This process's name for its floating session. Where a license gives every process a seat of its own, two processes on
/// one machine must not pass for each other, so the name is never taken from the file they share. Sent every time: a
/// request that is repeated because its answer was lost then takes one seat and not two.
/// </summary>
internal static class ProcessSession
{
    public static string Id { get; } = New();

    private static string New()
    {
        var random = new byte[15];
        using var source = RandomNumberGenerator.Create();
        source.GetBytes(random);
        return "ses_" + Base64Url.Encode(random);
    }
}
