namespace CgLicense.Console.Statistics;

/// <summary>The upright axis: whole numbers that are easily read, from zero to at least the highest bar.</summary>
public static class Scale
{
    /// <summary>From the top down to zero, at equal distances: three to five of them, two where one is the most.</summary>
    public static IReadOnlyList<long> Ticks(long highest)
    {
        var step = Step(Math.Max(highest, 1));
        var top = (Math.Max(highest, 1) + step - 1) / step;
        return [.. Enumerable.Range(0, (int)top + 1).Select(each => (top - each) * step)];
    }

    /// <summary>1, 2 or 5 with noughts: the smallest that reaches the highest bar in four steps.</summary>
    private static long Step(long highest)
    {
        for (var ten = 1L; ; ten *= 10)
        {
            foreach (var digit in new[] { 1, 2, 5 })
            {
                if (digit * ten * 4 >= highest)
                    return digit * ten;
            }
        }
    }
}
