using System.Runtime.InteropServices;

namespace CgLicense;

/// <summary>
/// <c>HKLM\SOFTWARE\Microsoft\Cryptography\MachineGuid</c>, by the API itself: netstandard2.0 has no registry classes,
/// and a package for one value would be a dependency in every tool.
/// </summary>
internal static class WindowsMachineGuid
{
    private const uint StringOnly = 0x00000002;

    /// <summary>The 64-bit view: a 32-bit plug-in host must find the same id as a 64-bit one.</summary>
    private const uint View64 = 0x00010000;

    private static readonly IntPtr LocalMachine = new(unchecked((int)0x80000002));

    public static string? Read()
    {
        var text = new char[256];
        var bytes = (uint)(text.Length * sizeof(char));
        try
        {
            var status = RegGetValueW(
                LocalMachine, @"SOFTWARE\Microsoft\Cryptography", "MachineGuid", StringOnly | View64, IntPtr.Zero, text, ref bytes);
            return status == 0 ? new string(text, 0, (int)bytes / sizeof(char)).TrimEnd('\0') : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int RegGetValueW(
        IntPtr key, string subKey, string value, uint flags, IntPtr type, [Out] char[] data, ref uint dataBytes);
}
