using TaskCancellation.Probes;
using TaskCancellation.Probes.Soak;

// Small programs that tests start as processes of their own: one file for each, one line for each here.
Dictionary<string, Func<string[], Task<int>>> probes = new(StringComparer.Ordinal)
{
    [JournalBatch.Name] = JournalBatch.RunAsync,
    [JournalHold.Name] = JournalHold.RunAsync,
    [JournalLock.Name] = JournalLock.RunAsync,
    [MillionIds.Name] = MillionIds.RunAsync,
    [SoakLoad.Name] = SoakLoad.RunAsync,
    [WaitOperation.Name] = WaitOperation.RunAsync,
};

if (args is not [var name, .. var rest] || !probes.TryGetValue(name, out var run))
{
    await Console.Error.WriteLineAsync($"One of these is to be named: {string.Join(", ", probes.Keys)}.");
    return 2;
}

return await run(rest);
