namespace CgLicense.Server.Tests.Harness;

/// <summary>Many callers at once: all are ready before the first one goes.</summary>
internal static class Crowd
{
    public static async Task<T[]> AtOnce<T>(int size, Func<int, Task<T>> call)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = Enumerable.Range(0, size).Select(async i =>
        {
            await start.Task;
            return await call(i);
        }).ToArray();
        start.SetResult();
        return await Task.WhenAll(callers);
    }
}
