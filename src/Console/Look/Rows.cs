namespace CgLicense.Console.Look;

/// <summary>One page of a list.</summary>
/// <param name="Next">Where the next page begins; null after the last.</param>
/// <param name="Problem">Why there is nothing.</param>
public sealed record Rows<TRow>(IReadOnlyList<TRow> Items, string? Next, string? Problem);

public static class Rows
{
    public static Rows<TRow> Of<TRow, TAnswer>(Reply<TAnswer> reply, Func<TAnswer, IReadOnlyList<TRow>> items, Func<TAnswer, string?> next)
        where TAnswer : class =>
        reply.Answer is { } answer ? new(items(answer), next(answer), null) : new([], null, reply.Problem);
}
