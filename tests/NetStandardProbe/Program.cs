// A tool built on the netstandard2.0 face of the SDK, run by the tests as a process of its own.
using System.Runtime.Versioning;
using CgLicense;

var (command, server, product, salt, folder) = (args[0], args[1], args[2], args[3], args[4]);
using var client = new LicenseClient(server, product, salt, folder, Environment.GetEnvironmentVariable("PROBE_ROOT_KEY"));
switch (command)
{
    case "framework":
        var attribute = (TargetFrameworkAttribute)typeof(LicenseClient).Assembly.GetCustomAttributes(typeof(TargetFrameworkAttribute), false)[0];
        Console.WriteLine(attribute.FrameworkName);
        return 0;
    case "activate":
        Console.WriteLine(client.Activate(args[5]).Status);
        return 0;
    case "check":
        var check = client.CheckLicense();
        Console.WriteLine(check.IsLicensed ? "licensed" : check.Error!.Code);
        return 0;
    case "check-many":
        var results = Enumerable.Range(0, int.Parse(args[5])).Select(_ => client.CheckLicense()).ToList();
        Console.WriteLine(results.All(result => result.IsLicensed) ? "licensed" : results.First(result => !result.IsLicensed).Error!.Message);
        return 0;
    case "heartbeat":
        Console.WriteLine(client.SendHeartbeat() ? "kept" : client.GetError()!.Code);
        return 0;
    case "deactivate":
        Console.WriteLine(client.Deactivate() ? "deactivated" : client.GetError()!.Code);
        return 0;
    default:
        Console.Error.WriteLine("unknown command " + command);
        return 2;
}
