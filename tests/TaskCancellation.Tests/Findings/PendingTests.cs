namespace TaskCancellation.Tests.Findings;

/// <summary>A pending case passes while it is due, and fails once it is cured or broken.</summary>
internal sealed class PendingTests
{
    private static int Third => 3;

    [Test]
    public Task What_is_not_cured_passes() => Pending.Until(() => Assert.That(Third, Is.EqualTo(2)));

    [Test]
    public async Task What_is_cured_fails()
    {
        string? message = null;
        using (new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext())
        {
            try
            {
                await Pending.Until(() => Assert.That(Third, Is.EqualTo(3)));
            }
            catch (AssertionException failure)
            {
                message = failure.Message;
            }
        }

        Assert.That(message, Does.Contain("cured: make this an ordinary test"));
    }

    [Test]
    public void What_is_broken_fails() =>
        Assert.ThrowsAsync<InvalidOperationException>(() => Pending.Until(() => throw new InvalidOperationException()));
}
