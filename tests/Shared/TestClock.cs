using TaskCancellation.Testing;

namespace TaskCancellation.Tests;

/// <summary>The clock of tests in which nothing is waited for outside the process: what it cannot see needs no second of silence.</summary>
internal static class TestClock
{
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    internal static VirtualClock Create(DateTimeOffset? start = null) => new(start) { Patience = Patience };
}
