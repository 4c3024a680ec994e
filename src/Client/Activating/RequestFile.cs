using System.Text.Json;
using CgLicense.Protocol;

namespace CgLicense;

/// <summary>Who asks for a license file, to be carried to a computer with network.</summary>
internal static class RequestFile
{
    /// <summary>Null, or why it could not be written.</summary>
    public static LicenseError? Write(string path, string productId, string fingerprint)
    {
        var request = new MachineRequest
        {
            Format = MachineRequest.CurrentFormat,
            ProductId = productId,
            MachineFingerprint = fingerprint,
            Hostname = MachineName.Host,
            Sdk = ServerApi.Sdk,
        };
        try
        {
            File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJson.Wire.MachineRequest));
            return null;
        }
        catch (Exception e) when (AtomicFile.IsDiskTrouble(e) || e is ArgumentException)
        {
            return OfflineFileErrors.NotWritten(path, e.Message);
        }
    }
}
