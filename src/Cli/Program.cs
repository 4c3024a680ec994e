using System.CommandLine;
using CgLicense.Cli;
using CgLicense.Cli.Commands;
using CgLicense.Cli.Output;

var terminal = Terminal.OfThisProcess(json: args.Contains("--json"), TimeProvider.System);
var root = new RootCommand("Sell and use licenses for CG tools: the command line of CG License.")
{
    ProductCommand.Build(terminal),
    VariantCommand.Build(terminal),
    LicenseCommand.Build(terminal),
    DiscountCommand.Build(terminal),
    TrialCommand.Build(terminal),
    OrderCommand.Build(terminal),
    PriceCommand.Build(terminal),
    PurchaseCommand.Build(terminal),
    ViolationCommand.Build(terminal),
    KeyCommand.Build(terminal),
    WebhookCommand.Build(terminal),
    StatsCommand.Build(terminal),
    AuditCommand.Build(terminal),
    CustomerCommand.Build(terminal),
    MailCommand.Build(terminal),
    ImportCommand.Build(terminal),
    ExportCommand.Build(terminal),
    KeysCommand.Build(terminal),
    ServerCommand.Build(terminal),
    VerifyCommand.Build(terminal),
    ActivateCommand.Build(terminal),
    CheckCommand.Build(terminal),
    StatusCommand.Build(terminal),
    DeactivateCommand.Build(terminal),
    HeartbeatCommand.Build(terminal),
    FingerprintCommand.Build(terminal),
    CarryCommand.Request(terminal),
    CarryCommand.Activate(terminal),
    SimulateCommand.Build(terminal),
    CompletionCommand.Build(),
};
HelpText.ImproveOn(root);

try
{
    var parsed = root.Parse(args);
    return UsageRules.Problem(parsed) is { } problem
        ? terminal.Fail(LicenseError.InvalidRequest(problem.What), problem.WhatNow)
        : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}
catch (Exception e)
{
    // The type and the text are what a report needs; a stack trace on an artist's screen helps nobody.
    terminal.Complain($"Unexpected {e.GetType().Name}: {e.Message}", "This is a bug in cglicense; please report it with the command you ran.");
    return ExitCode.Bug;
}
