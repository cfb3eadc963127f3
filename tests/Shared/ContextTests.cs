namespace TaskCancellation.Tests;

/// <summary>What virtual time relies on.</summary>
internal sealed class ContextTests
{
    [Test]
    public async Task Tests_run_without_a_context()
    {
        Assert.That(SynchronizationContext.Current, Is.Null);
        await Task.Yield();
        Assert.That(SynchronizationContext.Current, Is.Null);
    }
}
