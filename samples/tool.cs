#:project ../src/Client/CgLicense.Client.csproj
#:project ../src/Protocol/CgLicense.Protocol.csproj
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

// The smallest tool that licenses itself, in C#. Run it with: dotnet run samples/tool.cs
using CgLicense;

using var client = new LicenseClient(
    serverUrl: "http://127.0.0.1:8080",
    productId: "demo-tool",
    productSalt: "demo-salt");

var check = client.CheckLicense();
Console.WriteLine(check.IsLicensed
    ? $"Licensed: {check.Info.Variant}, {check.Info.MachinesUsed} of {check.Info.MaxMachines} machines."
    : $"Not licensed ({check.Error!.Code}): {check.Error.Message}");
