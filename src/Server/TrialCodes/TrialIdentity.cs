using System.Security.Cryptography;
using System.Text;

namespace CgLicense.Server.TrialCodes;

/// <summary>
/// What "once per person and machine" is measured by: hashes, so that the promise outlives the address itself where
/// that was erased from the license. They hide nothing from somebody who knows the address and asks for it.
/// </summary>
internal sealed record TrialIdentity(string EmailHash, string MachineHash)
{
    public static TrialIdentity Of(string email, string machineFingerprint) => new(
        Hash("cglicense/trial/email/v1\n" + TrialRules.Mailbox(email)),
        Hash("cglicense/trial/machine/v1\n" + machineFingerprint));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
