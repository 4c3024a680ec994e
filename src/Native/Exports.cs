using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CgLicense.Native;

/// <summary>The functions of <c>include/cg_license.h</c>, which documents them. No exception leaves here.</summary>
internal static unsafe class Exports
{
    private const string ClosedText = "This client was closed, or never was one. Open one with cg_license_open().";

    [ThreadStatic]
    private static string? lastError;

    [UnmanagedCallersOnly(EntryPoint = "cg_license_api_version", CallConvs = [typeof(CallConvCdecl)])]
    public static int ApiVersion() => 1;

    [UnmanagedCallersOnly(EntryPoint = "cg_license_version", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Version() => CText.Keep(typeof(LicenseClient).Assembly.GetName().Version?.ToString(3) ?? "unknown");

    [UnmanagedCallersOnly(EntryPoint = "cg_license_result_name", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* ResultName(int result) => CText.Keep(ResultCodes.NameOf(result));

    [UnmanagedCallersOnly(EntryPoint = "cg_license_open", CallConvs = [typeof(CallConvCdecl)])]
    public static int Open(NativeOptions* options, nint* client)
    {
        if (client is null)
            return Fail(ResultCodes.BadArgument, "There is no place to put the client: the second argument is NULL.");
        *client = 0;
        try
        {
            *client = OpenClient.Add(new LicenseClient(NativeOptions.Read(options)));
            return ResultCodes.Ok;
        }
        catch (ArgumentException e)
        {
            return Fail(ResultCodes.BadArgument, e.Message);
        }
        catch (Exception e)
        {
            return Fail(ResultCodes.Broken, Report(e));
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "cg_license_close", CallConvs = [typeof(CallConvCdecl)])]
    public static int Close(nint client)
    {
        try
        {
            return OpenClient.Close(client) ? ResultCodes.Ok : Fail(ResultCodes.Closed, ClosedText);
        }
        catch (Exception e)
        {
            return Fail(ResultCodes.Broken, Report(e));
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "cg_license_check", CallConvs = [typeof(CallConvCdecl)])]
    public static int Check(nint client) => With(client, static open => open.Client.CheckLicense().Error);

    [UnmanagedCallersOnly(EntryPoint = "cg_license_activate", CallConvs = [typeof(CallConvCdecl)])]
    public static int Activate(nint client, byte* key) => Try(client, key, "license_key", static (open, text) => open.Activation = open.Client.Activate(text));

    [UnmanagedCallersOnly(EntryPoint = "cg_license_activate_from_file", CallConvs = [typeof(CallConvCdecl)])]
    public static int ActivateFromFile(nint client, byte* path) =>
        Try(client, path, "path", static (open, text) => open.Activation = open.Client.ActivateFromFile(text));

    [UnmanagedCallersOnly(EntryPoint = "cg_license_write_request", CallConvs = [typeof(CallConvCdecl)])]
    public static int WriteRequest(nint client, byte* path) => Try(client, path, "path", static (open, text) => open.Client.WriteRequest(text));

    [UnmanagedCallersOnly(EntryPoint = "cg_license_deactivate", CallConvs = [typeof(CallConvCdecl)])]
    public static int Deactivate(nint client) => With(client, static open => open.Client.Deactivate() ? null : open.Client.GetError());

    [UnmanagedCallersOnly(EntryPoint = "cg_license_heartbeat", CallConvs = [typeof(CallConvCdecl)])]
    public static int Heartbeat(nint client) => With(client, static open => open.Client.SendHeartbeat() ? null : open.Client.GetError());

    [UnmanagedCallersOnly(EntryPoint = "cg_license_keep_seat", CallConvs = [typeof(CallConvCdecl)])]
    public static int KeepSeat(nint client, delegate* unmanaged[Cdecl]<nint, int, byte*, void*, void> lost, void* userData) => With(client, open =>
    {
        open.KeepSeat(lost is null ? null : error => Tell(client, lost, userData, error));
        return null;
    });

    [UnmanagedCallersOnly(EntryPoint = "cg_license_stop_keeping", CallConvs = [typeof(CallConvCdecl)])]
    public static int StopKeeping(nint client) => With(client, static open =>
    {
        open.StopKeeping();
        return null;
    });

    [UnmanagedCallersOnly(EntryPoint = "cg_license_text", CallConvs = [typeof(CallConvCdecl)])]
    public static nuint Text(nint client, int field, byte* buffer, nuint size)
    {
        try
        {
            return CText.Write(OpenClient.Find(client) is { } open ? Fields.Text(open, field) : null, buffer, size);
        }
        catch (Exception e)
        {
            Fail(ResultCodes.Broken, Report(e));
            return CText.Write(null, buffer, size);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "cg_license_number", CallConvs = [typeof(CallConvCdecl)])]
    public static int Number(nint client, int field, long* value)
    {
        if (value is null)
            return Fail(ResultCodes.BadArgument, "There is no place to put the number: the third argument is NULL.");
        *value = 0;
        if (OpenClient.Find(client) is not { } open)
            return Fail(ResultCodes.Closed, ClosedText);
        if (Fields.Number(open, field) is not { } number)
            return Fail(ResultCodes.NoValue, "This number is not known, or the license has none.");
        *value = number;
        return ResultCodes.Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "cg_license_has_feature", CallConvs = [typeof(CallConvCdecl)])]
    public static int HasFeature(nint client, byte* feature)
    {
        try
        {
            return CText.Read(feature, "feature") is { } name && OpenClient.Find(client)?.Client.GetLicenseInfo()?.Features.Contains(name) == true ? 1 : 0;
        }
        catch (ArgumentException)
        {
            return 0;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "cg_license_last_error", CallConvs = [typeof(CallConvCdecl)])]
    public static nuint LastError(byte* buffer, nuint size) => CText.Write(lastError, buffer, size);

    private static int Try(nint client, byte* argument, string what, Action<OpenClient, string> work) => With(client, open =>
    {
        try
        {
            work(open, CText.Read(argument, what) ?? throw new ArgumentException($"The argument {what} is NULL."));
            return null;
        }
        catch (LicenseException e)
        {
            return e.Error;
        }
    });

    private static int With(nint client, Func<OpenClient, LicenseError?> work)
    {
        if (OpenClient.Find(client) is not { } open)
            return Fail(ResultCodes.Closed, ClosedText);
        try
        {
            var error = open.LatestRefusal = work(open);
            return error is null ? ResultCodes.Ok : Fail(ResultCodes.Of(error), error.Message);
        }
        catch (ArgumentException e)
        {
            return Fail(ResultCodes.BadArgument, e.Message);
        }
        catch (ObjectDisposedException)
        {
            return Fail(ResultCodes.Closed, ClosedText);
        }
        catch (Exception e)
        {
            return Fail(ResultCodes.Broken, Report(e));
        }
    }

    private static void Tell(nint client, delegate* unmanaged[Cdecl]<nint, int, byte*, void*, void> lost, void* userData, LicenseError error)
    {
        var text = (byte*)Marshal.StringToCoTaskMemUTF8(error.Message);
        try
        {
            lost(client, ResultCodes.Of(error), text, userData);
        }
        finally
        {
            Marshal.FreeCoTaskMem((nint)text);
        }
    }

    private static int Fail(int result, string text)
    {
        lastError = text;
        return result;
    }

    private static string Report(Exception e) => $"A fault of the CG License library, please report it: {e.GetType().Name}: {e.Message}";
}
