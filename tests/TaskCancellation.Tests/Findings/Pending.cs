using NUnit.Framework.Internal;

namespace TaskCancellation.Tests.Findings;

/// <summary>Cases of findings that are not cured: each states what is due, and passes for as long as that is not so. Once it is, the case fails, so that none is forgotten.</summary>
internal static class Pending
{
    /// <summary>Runs what is due. Only its assertions may fail: whatever else goes wrong fails the test, as the case no longer shows what it should.</summary>
    /// <param name="due">What is due, with its assertions.</param>
    internal static async Task Until(Func<Task> due)
    {
        string? missing = null;
        using (new TestExecutionContext.IsolatedContext())
        {
            try
            {
                await due();
            }
            catch (AssertionException failure)
            {
                missing = failure.Message;
            }
        }

        if (missing is null)
        {
            Assert.Fail("cured: make this an ordinary test");
        }

        TestContext.Out.WriteLine($"Pending: {missing}");
    }

    /// <inheritdoc cref="Until(Func{Task})"/>
    internal static Task Until(Action due) => Until(() =>
    {
        due();
        return Task.CompletedTask;
    });
}
