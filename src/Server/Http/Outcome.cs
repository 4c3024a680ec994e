using CgLicense.Protocol;

namespace CgLicense.Server.Http;

/// <summary>What an endpoint came to: an answer, or a refusal. Refusals are not exceptions.</summary>
internal readonly struct Outcome<T>
    where T : class
{
    private Outcome(T? answer, LicenseError? refusal)
    {
        Answer = answer;
        Refusal = refusal;
    }

    public T? Answer { get; }

    public LicenseError? Refusal { get; }

    public static implicit operator Outcome<T>(T answer) => new(answer, null);

    public static implicit operator Outcome<T>(LicenseError refusal) => new(null, refusal);
}

internal static class Outcome
{
    public static Task<Outcome<T>> Of<T>(T answer)
        where T : class => Task.FromResult<Outcome<T>>(answer);
}
