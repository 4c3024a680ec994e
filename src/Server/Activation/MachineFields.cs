using CgLicense.Protocol;
using CgLicense.Server.Http;

namespace CgLicense.Server.Activation;

/// <summary>What a machine says about itself, checked the same way wherever it says it.</summary>
internal static class MachineFields
{
    public static LicenseError? Refusal(
        string? fingerprint, string? hostname = null, string? user = null, string? sessionId = null, string? sdk = null) =>
        Fields.Text("machineFingerprint", fingerprint, 128)
        ?? Fields.Text("hostname", hostname, 255)
        ?? Fields.Text("user", user, 255)
        ?? Fields.Text("sessionId", sessionId, 128)
        ?? Fields.Text("sdk", sdk, 128);
}
