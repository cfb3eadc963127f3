namespace TaskCancellation.Model.Tests.Judging;

/// <summary>What a run, or a token bound to a task, may come to.</summary>
internal sealed class RunRules(Stage stage, Judge judge)
{
    private static readonly TimeSpan ReadGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Hair = TimeSpan.FromMilliseconds(1);

    /// <summary>The end of a run: a task that has ended by itself, or was canceled by somebody else, is an answer; our own cancel is an exception that says what became of it.</summary>
    internal void Ran(RunWatch watch, Subject subject, TaskSnapshot? task, Exception? error)
    {
        Check(watch);
        if (watch.After is not { } cancel)
        {
            judge.Requests(watch.Before, error);
            judge.Waited(watch.Before, subject, task, error);
            return;
        }

        stage.Tell($"  => {task?.State.ToString() ?? error?.ToString()}");
        judge.Sent(watch.Before);
        judge.Sent(cancel);
        switch (task, error)
        {
            case ({ } ended, _) when watch.Cancels == 0:
                judge.Waited(watch.Before, subject, ended, null);
                break;
            case ({ } ended, _):
                judge.Outcome(cancel, new CancellationOutcome { Target = subject.Id, Verdict = CancellationVerdict.CompletedFirst, Snapshot = ended });
                break;
            case (_, RunCanceledException canceled) when canceled.CancellationToken != watch.Token || canceled.Submission is null:
                stage.Wrong($"{cancel}: not the caller's token, or no submission");
                break;
            case (_, RunCanceledException { Outcome: null } canceled):
                if (watch.IsIdKnown || canceled.Submission!.IsCompleted || watch.Cancels > 0 || cancel.EndedAt + Hair < watch.FiredAt + watch.Grace)
                {
                    stage.Wrong($"{cancel}: no outcome, and the id was known or the grace not over");
                }

                break;
            case (_, RunCanceledException { Outcome: { } outcome }):
                Outcome(watch, cancel, outcome);
                if (outcome is { Verdict: CancellationVerdict.CompletedFirst, Snapshot: not null })
                {
                    stage.Wrong($"{cancel}: it has ended by itself, and that is an exception");
                }

                break;
            default:
                stage.Wrong($"{cancel}: the token fired, and the run ended with {error?.GetType().Name}");
                break;
        }
    }

    /// <summary>What a binding says after it was disposed of.</summary>
    internal void Bound(RunWatch watch, CancellationOutcome? outcome, Exception? error)
    {
        Check(watch);
        stage.Tell($"  => {outcome?.ToString() ?? error?.Message ?? "never fired"}");
        judge.Sent(watch.Before);
        if (error is not null || (outcome is null) != (watch.After is null))
        {
            stage.Wrong($"{watch.Before}: {error?.GetType().Name ?? outcome?.ToString() ?? "no outcome"}, and the token has {(watch.After is null ? "not " : "")}fired");
        }
        else if (watch.After is { } cancel)
        {
            judge.Sent(cancel);
            Outcome(watch, cancel, outcome!);
        }
    }

    private void Outcome(RunWatch watch, Call cancel, CancellationOutcome outcome)
    {
        // A cancel that was not answered in time may have been taken; nobody could look.
        if (!watch.IsAnswered && cancel.EndedAt + Hair >= watch.FiredAt + watch.Grace && outcome.Verdict == CancellationVerdict.Indeterminate)
        {
            judge.Tally(cancel, outcome);
        }
        else
        {
            judge.Outcome(cancel, outcome);
        }
    }

    private void Check(RunWatch watch)
    {
        if (watch.Cancels > (watch.After is null ? 0 : 1))
        {
            stage.Wrong($"{watch.Before}: {watch.Cancels} cancels");
        }

        if (watch.Before.Exchanges.Exists(one => one.IsCancel))
        {
            stage.Wrong($"{watch.Before}: a cancel before the token fired");
        }

        if (watch.After is { } cancel && cancel.EndedAt > watch.FiredAt + watch.Grace + ReadGrace + Hair)
        {
            stage.Wrong($"{cancel}: ended at {cancel.EndedAt}, fired at {watch.FiredAt} with a grace of {watch.Grace}");
        }
    }
}
