using TaskCancellation.Probes.Soak;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Soak;

/// <summary>Holds what a call was told against its scene and the service's record.</summary>
internal static class SoakJudge
{
    internal static IEnumerable<string> Judge(ServiceHarness harness, SoakScene scene, string other, SoakCall call)
    {
        if (call.Problem is { } problem)
        {
            yield return $"ended otherwise than it may: {problem}";
        }

        foreach (var seen in call.Seen)
        {
            if (!scene.Ids.Contains(seen.Id))
            {
                yield return $"crossed: was shown {seen}, and has {string.Join(", ", scene.Ids)}";
            }
            else if (seen.Mark is not null && seen.Mark != scene.Mark)
            {
                yield return $"crossed: was shown {seen}, and has the mark {scene.Mark}";
            }
        }

        foreach (var outcome in call.Outcomes)
        {
            if (!scene.Ids.Contains(outcome.Id))
            {
                yield return $"crossed: was told of {outcome}, and has {string.Join(", ", scene.Ids)}";
            }
            else if (!IsTrue(Enum.Parse<CancellationVerdict>(outcome.Verdict), harness.Truth(outcome.Id)))
            {
                yield return $"untrue: {outcome}, and the service has {harness.Truth(outcome.Id)?.ToString() ?? "nothing"}";
            }
        }

        if (harness.Truth(other) is TaskState.Canceled or TaskState.Canceling)
        {
            yield return $"struck: {other} is canceled, which is nobody's";
        }
    }

    private static bool IsTrue(CancellationVerdict verdict, TaskState? truth) => verdict switch
    {
        CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => truth == TaskState.Canceled,
        CancellationVerdict.CompletedFirst => truth is TaskState.Succeeded or TaskState.Failed,

        // A task without a stored result is gone with its end.
        CancellationVerdict.NotFound or CancellationVerdict.Ended => truth is null or TaskState.Succeeded or TaskState.Failed or TaskState.Canceled,
        CancellationVerdict.NotAttempted or CancellationVerdict.Rejected or CancellationVerdict.Denied or CancellationVerdict.NotCancelable => truth is not (TaskState.Canceled or TaskState.Canceling),
        _ => true,
    };
}
