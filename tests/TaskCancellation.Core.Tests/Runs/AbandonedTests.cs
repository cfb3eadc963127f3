using System.Runtime.CompilerServices;

namespace TaskCancellation.Core.Tests.Runs;

/// <summary>What a run no longer waits for may fail, and nobody is told of it as of something that was overlooked.</summary>
[Category("Finding D3")]
public sealed class AbandonedTests : RunFixture
{
    private readonly List<Exception> unobserved = [];

    [Test]
    public void A_submission_that_fails_after_the_grace()
    {
        AbandonSubmission();

        Assert.That(Unobserved(), Is.Empty);
    }

    [Test]
    public void A_wait_that_fails_after_the_token()
    {
        AbandonWait();

        Assert.That(Unobserved(), Is.Empty);
    }

    [Test]
    public void A_cancel_that_fails_after_the_grace()
    {
        AbandonCancel();

        Assert.That(Unobserved(), Is.Empty);
    }

    [SetUp]
    public void Listen() => TaskScheduler.UnobservedTaskException += Note;

    [TearDown]
    public void StopListening() => TaskScheduler.UnobservedTaskException -= Note;

    private void Note(object? sender, UnobservedTaskExceptionEventArgs failure)
    {
        if (failure.Exception.InnerExceptions.Any(one => one.Message.Contains("abandoned", StringComparison.Ordinal)))
        {
            unobserved.Add(failure.Exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AbandonSubmission()
    {
        var submission = new TaskCompletionSource<TaskId>();
        FiresAt(2);
        IsCanceled(() => RunAsync(Exactly with { Grace = Some.Seconds(5) }, _ => submission.Task));
        submission.SetException(new InvalidDataException("abandoned"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AbandonWait()
    {
        var read = new TaskCompletionSource<TaskSnapshot?>();
        Client.OnRead = (id, nth, _) => nth == 1 ? read.Task : Task.FromResult<TaskSnapshot?>(Some.Task(id, nth == 0 ? TaskState.Running : TaskState.Canceled));
        FiresAt(2);
        IsCanceled(() => RunAsync());
        read.SetException(new InvalidDataException("abandoned"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AbandonCancel()
    {
        var cancel = new TaskCompletionSource<CancelReply>();
        EndsAt(1000, TaskState.Succeeded);
        Client.OnCancel = (_, _) => cancel.Task;
        FiresAt(2);
        IsCanceled(() => RunAsync(Exactly with { Grace = Some.Seconds(5) }));
        cancel.SetException(new InvalidDataException("abandoned"));
    }

    private List<Exception> Unobserved()
    {
        for (var round = 0; round < 5; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return unobserved;
    }
}
