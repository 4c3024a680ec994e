using CgLicense.Keys;
using CgLicense.Server;
using CgLicense.Server.Http;
using CgLicense.Server.Storage;

if (args is [[not '-', ..], ..])
    return await OperatorCommand.Run(args, Environment.GetEnvironmentVariable, TimeProvider.System);

if (args.Contains("--help"))
{
    Console.WriteLine(Announcements.Help);
    return 0;
}

if (args.Contains("--version"))
{
    Console.WriteLine(HealthEndpoint.Version);
    return 0;
}

try
{
    var options = ServerOptions.Read(args, Environment.GetEnvironmentVariable);
    await using var server = await LicenseServer.Build(options, TimeProvider.System);
    await server.App.StartAsync();
    Announcements.Started(server, options);
    if (options.Demo)
        Announcements.Demo(await DemoSeed.Plant(server.Database, TimeProvider.System), server.App.Urls.First());
    // What only the start needed goes back to the system: a server may sit idle beside an artist's work for weeks.
    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    await server.App.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (OperatorCommand.IsForTheOperator(e))
{
    // What an operator can mend is said in a sentence, without a stack trace.
    await Console.Error.WriteLineAsync("cglicense-server cannot start: " + e.Message);
    return 1;
}
