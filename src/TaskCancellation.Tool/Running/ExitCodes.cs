namespace TaskCancellation.Tool.Running;

/// <summary>The one table of what the exit codes mean. The help prints it.</summary>
internal static class ExitCodes
{
    /// <summary>The codes, and what each means.</summary>
    internal static IReadOnlyList<(ExitCode Code, string Meaning)> Meanings { get; } =
    [
        (ExitCode.Done, "done: every task addressed is canceled or has ended"),
        (ExitCode.Partial, "partial: a task runs on, was not found, or cannot be canceled"),
        (ExitCode.Indeterminate, "indeterminate: something may have been canceled, or was not read whole"),
        (ExitCode.Refused, "refused: nothing was canceled (not confirmed, denied, not reachable, or nothing visible matches)"),
        (ExitCode.Usage, "usage: the command line, a file, an id or a context is wrong"),
    ];

    /// <summary>The code of one verdict on its own.</summary>
    internal static ExitCode Of(CancellationVerdict verdict) => verdict switch
    {
        CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled or CancellationVerdict.CompletedFirst or CancellationVerdict.Ended => ExitCode.Done,
        CancellationVerdict.Accepted or CancellationVerdict.StillRunning or CancellationVerdict.NotFound or CancellationVerdict.NotCancelable => ExitCode.Partial,
        CancellationVerdict.Denied or CancellationVerdict.Rejected or CancellationVerdict.NotAttempted => ExitCode.Refused,
        _ => ExitCode.Indeterminate,
    };

    /// <summary>The code of several results together: what is not known outweighs all; done or refused only if all of them are.</summary>
    internal static ExitCode Combine(IEnumerable<ExitCode> codes)
    {
        ExitCode[] distinct = [.. codes.Distinct()];
        return distinct switch
        {
            [] => ExitCode.Done,
            [var only] => only,
            _ => distinct.Contains(ExitCode.Indeterminate) ? ExitCode.Indeterminate : ExitCode.Partial,
        };
    }

    /// <summary>The code of a report, with what it says of tasks that it does not list.</summary>
    internal static ExitCode Of(CancellationReport report)
    {
        var outcomes = Combine(report.Outcomes.Select(outcome => Of(outcome.Verdict)));
        return report.IsIndeterminate ? ExitCode.Indeterminate
            : outcomes == ExitCode.Done && (report.UnlistedCount > 0 || !report.IsComplete) ? ExitCode.Partial
            : outcomes;
    }

    /// <summary>The code of a failure that ended a command.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="mayHaveSent">Whether a cancellation was under way.</param>
    internal static ExitCode Of(Exception failure, bool mayHaveSent) => failure switch
    {
        UsageException or StoredDataException => ExitCode.Usage,
        RefusedException or FilterException or PlanException or JournalException => ExitCode.Refused,
        PartialListException => ExitCode.Indeterminate,
        TaskNotFoundException or TaskWaitTimeoutException => ExitCode.Partial,
        TaskRequestException request => mayHaveSent && !request.IsDefiniteRefusal ? ExitCode.Indeterminate : ExitCode.Refused,
        _ when mayHaveSent => ExitCode.Indeterminate,
        OperationCanceledException => ExitCode.Refused,
        ArgumentException or IOException or UnauthorizedAccessException => ExitCode.Usage,
        _ => ExitCode.Indeterminate,
    };

    /// <summary>The table as the help shows it, with the verdicts of each code.</summary>
    internal static IEnumerable<string> Describe()
    {
        foreach (var (code, meaning) in Meanings)
        {
            yield return $"  {(int)code,-3} {meaning}";
            CancellationVerdict[] verdicts = [.. Enum.GetValues<CancellationVerdict>().Where(verdict => Of(verdict) == code)];
            if (verdicts.Length > 0)
            {
                yield return $"      {string.Join(", ", verdicts)}";
            }
        }

        yield return "  Several results together: 3 if one of them is 3; 0 or 4 if all of them are; otherwise 2.";
    }
}
