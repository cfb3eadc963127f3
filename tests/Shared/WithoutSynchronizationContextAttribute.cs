using NUnit.Framework.Interfaces;

[assembly: WithoutSynchronizationContext]

namespace TaskCancellation.Tests;

/// <summary>Runs every test without the runner's context, which would send what a test awaits to the thread pool while virtual time runs on.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class WithoutSynchronizationContextAttribute : Attribute, ITestAction
{
    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test) => SynchronizationContext.SetSynchronizationContext(null);

    public void AfterTest(ITest test)
    {
    }
}
