using CgLicense.Tests;

[assembly: AssemblyFixture(typeof(OneMutantPerProcess))]

namespace CgLicense.Tests;

/// <summary>
/// Stryker keeps a test process and changes the mutant under it. What the first mutant left in a static field would then
/// fail the tests of all that follow: killed, on paper. A process that has run once ends when it is asked again;
/// Stryker starts a new one and asks that. Without Stryker this does nothing.
/// </summary>
public sealed class OneMutantPerProcess
{
    private static int runs;

    public OneMutantPerProcess()
    {
        if (Environment.GetEnvironmentVariable("STRYKER_MUTANT_FILE") is not null && Interlocked.Increment(ref runs) > 1)
            Environment.Exit(0);
    }
}
