namespace TaskCancellation;

/// <summary>Bounded concurrency without a hop to the thread pool, so that work on a virtual clock stays deterministic.</summary>
internal static class BoundedParallel
{
    /// <summary>Runs the work for every index below <paramref name="count"/>, at most <paramref name="maxConcurrency"/> at once. After a failure no further index is started; the first failure is thrown when all that were started have ended.</summary>
    internal static async Task ForEachAsync(int count, int maxConcurrency, Func<int, Task> work)
    {
        var next = -1;
        var failed = false;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(count, maxConcurrency)).Select(_ => WorkAsync())).ConfigureAwait(false);

        async Task WorkAsync()
        {
            while (!Volatile.Read(ref failed) && Interlocked.Increment(ref next) is var index && index < count)
            {
                try
                {
                    await work(index).ConfigureAwait(false);
                }
                catch
                {
                    Volatile.Write(ref failed, true);
                    throw;
                }
            }
        }
    }
}
