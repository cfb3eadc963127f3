namespace TaskCancellation.Model.Tests.World;

/// <summary>Local tokens linked to remote tasks.</summary>
internal sealed partial class Runner
{
    private async Task RunToEndAsync(Command command, Subject subject, RunTask run)
    {
        using var source = new CancellationTokenSource();
        var watch = Watch(command, subject, source, run.FireAfterSeconds, run.GraceSeconds);
        var tap = Tapped(watch, run.TimeoutSeconds);
        var options = new RunOptions { Grace = watch.Grace, Wait = Options(run.TimeoutSeconds) };
        var running = tap.RunToCompletionAsync(_ => SubmitAsync(watch, subject, run.SubmitSeconds), options, source.Token);
        var (task, error) = await EndAsync(watch, plant?.Run?.Invoke(running) ?? running).ConfigureAwait(false);
        new RunRules(stage, judge).Ran(watch, subject, task, error);
    }

    private async Task BindAsync(Command command, Subject subject, Bind bind)
    {
        using var source = new CancellationTokenSource();
        var watch = Watch(command, subject, source, bind.FireAfterSeconds, bind.GraceSeconds);
        watch.IsIdKnown = true;
        var (given, error) = await EndAsync(watch, BoundAsync(watch, subject, bind.DisposeAfterSeconds)).ConfigureAwait(false);
        new RunRules(stage, judge).Bound(watch, given?.Outcome, error);
    }

    private async Task<Given> BoundAsync(RunWatch watch, Subject subject, double seconds)
    {
        var options = new RunOptions { Grace = watch.Grace, Wait = Options(0) };
        var binding = Tapped(watch, 0).CancelWhen(watch.Token, subject.Id, options);
        var done = new TaskCompletionSource();
        stage.Clock.After(TimeSpan.FromSeconds(seconds), () => done.TrySetResult());
        await Task.WhenAny(binding.Outcome, done.Task).ConfigureAwait(false);
        if (watch.After is null)
        {
            watch.IsOver = true;
            stage.Hops.Expect();
        }

        await binding.DisposeAsync().ConfigureAwait(false);
        return new Given(await binding.Outcome.ConfigureAwait(false));
    }

    private RunWatch Watch(Command command, Subject subject, CancellationTokenSource source, double? fireAfter, double grace)
    {
        var watch = new RunWatch(Begin(command, new Call(0, null, 0)), source, TimeSpan.FromSeconds(grace));
        if (fireAfter is { } seconds)
        {
            stage.Clock.After(TimeSpan.FromSeconds(seconds), () =>
            {
                if (watch.IsOver)
                {
                    return;
                }

                stage.Tell($"  token of the run fires");
                subject.IsAddressed = true;
                watch.Before.To = stage.ReadResult();
                watch.Before.EndedAt = watch.FiredAt = stage.Clock.Elapsed;
                watch.Before.GraceEndsAt = watch.FiredAt + watch.Grace;
                watch.After = Begin(command, new Call(0, null, 0) { Addresses = one => one == subject });
                stage.Hops.Expect();
                watch.Fire();
            });
        }

        return watch;
    }

    private Tap Tapped(RunWatch watch, double timeout) => new(client)
    {
        Canceling = () => watch.Cancels++,
        Canceled = () =>
        {
            watch.IsAnswered = true;
            if (watch.After is { } call)
            {
                call.IsWait = true;
                call.WaitsFrom = watch.FiredAt;
                call.Timeout = watch.Grace;
            }
        },
        Waiting = () => Waits(watch.Before, timeout),
    };

    private Task<TaskId> SubmitAsync(RunWatch watch, Subject subject, double seconds)
    {
        var submitted = new TaskCompletionSource<TaskId>();
        void Know()
        {
            watch.IsIdKnown |= !watch.IsOver;
            submitted.TrySetResult(subject.Id);
        }

        if (seconds > 0)
        {
            stage.Clock.After(TimeSpan.FromSeconds(seconds), Know);
        }
        else
        {
            Know();
        }

        return submitted.Task;
    }

    private async Task<(T? Value, Exception? Error)> EndAsync<T>(RunWatch watch, Task<T> work)
        where T : class
    {
        driver.Run(work, watch.Before);
        watch.IsOver = true;
        var last = watch.After ?? watch.Before;
        last.To = stage.ReadResult();
        last.EndedAt = stage.Clock.Elapsed;
        stage.Call = null;
        if (!work.IsCompleted)
        {
            return (null, new TimeoutException("The call does not end."));
        }

        try
        {
            return (await work.ConfigureAwait(false), null);
        }
        catch (Exception thrown)
        {
            return (null, thrown);
        }
    }

    private sealed record Given(CancellationOutcome? Outcome);
}
