namespace CgLicense.Client.Tests;

/// <summary>What a tool calls, and what it sees.</summary>
/// <param name="IsCheck">It asked whether it may run, and did not do anything.</param>
/// <param name="Result">True: licensed, or done.</param>
/// <param name="Error">As the tool gets it: from the client, or thrown by an activation.</param>
/// <param name="Client">What it asked.</param>
internal sealed record TimelineTool(bool IsCheck, bool Result, LicenseError? Error, LicenseClient Client)
{
    public static bool Knows(string call) => call is "check" or "activate" or "heartbeat" or "deactivate";

    public static TimelineTool Call(string call, LicenseClient client, string licenseKey)
    {
        switch (call)
        {
            case "check":
                var check = client.CheckLicense();
                Assert.Equal(check.Error, client.GetError());
                return new(true, check.IsLicensed, check.Error, client);
            case "activate":
                try
                {
                    client.Activate(licenseKey);
                    return new(false, true, client.GetError(), client);
                }
                catch (LicenseException refusal)
                {
                    return new(false, false, new LicenseError(refusal.Code, 0, refusal.Message), client);
                }

            case "heartbeat":
                return new(false, client.SendHeartbeat(), client.GetError(), client);
            default:
                return new(false, client.Deactivate(), client.GetError(), client);
        }
    }

    public void Compare(TimelineStep step, IEnumerable<string> asked, bool hasFile)
    {
        var expected = step.Expect ?? throw new InvalidOperationException("A step of a tool says what it expects.");
        var info = Client.GetLicenseInfo();
        var seen = $"saw {Result}, {Error?.Code ?? "no error"} ({Error?.Reason}): {Error?.Message}";
        Equal("result", IsCheck ? expected.Licensed : expected.Done, Result, seen, isSaid: true);
        Equal("code", expected.Code, Error?.Code, seen, isSaid: true);
        Equal("reason", expected.Reason, Error?.Reason, seen);
        Equal("status", expected.Status, Client.GetStatus(), seen);
        Equal("message", expected.Message, Client.GetMessage(), seen);
        Equal("daysRemaining", expected.DaysRemaining, info?.DaysRemaining, seen);
        Equal("machinesUsed", expected.MachinesUsed, info?.MachinesUsed, seen);
        Equal("file", expected.File, hasFile, seen);
        Assert.True(expected.Says is null || Error?.Message.Contains(expected.Says, StringComparison.Ordinal) == true, seen);
        // Whoever connects to a closed port leaves no trace there.
        if (step.Server != "down")
            Equal("asked", string.Join(' ', expected.Asked ?? ["(say what is asked)"]), string.Join(' ', asked), seen, isSaid: true);
    }

    private static void Equal<T>(string what, T? expected, T? actual, string seen, bool isSaid = false) => Assert.True(
        (expected is null && !isSaid) || EqualityComparer<T?>.Default.Equals(expected, actual),
        $"{what} should be {expected?.ToString() ?? "nothing"}, is {actual?.ToString() ?? "nothing"}; {seen}");
}
