using System.Runtime.InteropServices;
using System.Text;

namespace CgLicense;

/// <summary><c>IOPlatformUUID</c> of the expert device, by IOKit itself instead of the usual <c>ioreg</c> process.</summary>
internal static class MacPlatformUuid
{
    private const string IoKit = "/System/Library/Frameworks/IOKit.framework/IOKit";
    private const string CoreFoundation = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation";
    private const uint Utf8 = 0x08000100;

    public static string? Read()
    {
        try
        {
            // Takes over the dictionary; port 0 is the default one.
            var device = IOServiceGetMatchingService(0, IOServiceMatching(Ascii("IOPlatformExpertDevice")));
            if (device == 0)
                return null;
            var name = CFStringCreateWithCString(IntPtr.Zero, Ascii("IOPlatformUUID"), Utf8);
            var value = IORegistryEntryCreateCFProperty(device, name, IntPtr.Zero, 0);
            var id = value == IntPtr.Zero ? null : Text(value);
            Release(value);
            Release(name);
            _ = IOObjectRelease(device);
            return id;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static string? Text(IntPtr value)
    {
        var buffer = new byte[128];
        return CFStringGetCString(value, buffer, buffer.Length, Utf8) != 0
            ? Encoding.UTF8.GetString(buffer, 0, Math.Max(0, Array.IndexOf(buffer, (byte)0)))
            : null;
    }

    private static void Release(IntPtr value)
    {
        if (value != IntPtr.Zero)
            CFRelease(value);
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text + "\0");

    [DllImport(IoKit)]
    private static extern IntPtr IOServiceMatching(byte[] name);

    [DllImport(IoKit)]
    private static extern uint IOServiceGetMatchingService(uint port, IntPtr matching);

    [DllImport(IoKit)]
    private static extern IntPtr IORegistryEntryCreateCFProperty(uint entry, IntPtr key, IntPtr allocator, uint options);

    [DllImport(IoKit)]
    private static extern int IOObjectRelease(uint value);

    [DllImport(CoreFoundation)]
    private static extern IntPtr CFStringCreateWithCString(IntPtr allocator, byte[] text, uint encoding);

    [DllImport(CoreFoundation)]
    private static extern byte CFStringGetCString(IntPtr value, [Out] byte[] buffer, nint size, uint encoding);

    [DllImport(CoreFoundation)]
    private static extern void CFRelease(IntPtr value);
}
