namespace TaskCancellation.Model.Tests.Judging;

/// <summary>What may be sent, and when.</summary>
internal sealed class RequestRules(Stage stage)
{
    private static readonly TimeSpan ReadGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Hair = TimeSpan.FromMilliseconds(1);

    internal void Check(Call call)
    {
        foreach (var one in call.Exchanges)
        {
            if (one.From > call.TokenFiredAt)
            {
                Wrong(call, one, "sent after the token had fired");
            }

            if (one is { IsCancel: true, Names: { } names, HasArrived: true } && stage.Subjects.Exists(subject => names.Contains(subject.Id.Value, StringComparer.OrdinalIgnoreCase) && !call.Addresses(subject)))
            {
                Wrong(call, one, "a cancel of a task that was not meant");
            }

            if (one.IsCancel && one.From > call.StoppedAt && !call.Exchanges.Exists(other => other.IsCancel && other.From < call.StoppedAt && other.Line == one.Line))
            {
                Wrong(call, one, "a cancel that was begun after the stop");
            }

            if (one.IsOfWait && one.At > call.Deadline + ReadGrace)
            {
                Wrong(call, one, "sent after the deadline");
            }
        }

        if (call.IsWait && call.EndedAt > call.Deadline + ReadGrace + Hair)
        {
            stage.Wrong($"{call}: ended at {call.EndedAt}, its deadline was {call.Deadline}");
        }

        var filters = call.Exchanges.Where(one => one is { IsCancel: true, Names: null, Request: not null }).ToList();
        if (filters.SkipLast(1).FirstOrDefault(one => one.HasArrived && !one.IsRefusal) is { } sent)
        {
            Wrong(call, sent, "a cancel by filter that was not refused, and was sent once more");
        }

        foreach (var same in call.Exchanges.Where(one => one.Request is not null).GroupBy(one => one.Line))
        {
            CheckRow(call, [.. same]);
        }
    }

    private void CheckRow(Call call, Exchange[] same)
    {
        for (var at = 1; at < same.Length; at++)
        {
            var (before, now) = (same[at - 1], same[at]);
            // A wait looks once more at its deadline, however long it was told to stay away.
            var isLastLook = now.IsOfWait && now.At + Hair >= call.Deadline;
            if (before.Hint is { } hint && before.IsEnded && !isLastLook && now.At + Hair < before.EndedAt + hint)
            {
                Wrong(call, now, $"sent {now.At - before.EndedAt} after a reply that asked for {hint}");
            }

            if (now.IsCancel && before.IsClean && before.HasArrived)
            {
                Wrong(call, now, "a cancel that was answered, once more");
            }

            if (now is { IsOfWait: true, Names.Count: 1 } && before is { IsOfWait: true, IsClean: true, IsTurnedAway: false } && now.At - before.EndedAt + Hair < stage.Service.LookInterval)
            {
                Wrong(call, now, $"a look {now.At - before.EndedAt} after the last");
            }

            if (now is { IsOfWait: true } && before.IsClean && !call.IsByFilter && now.At > call.Deadline)
            {
                Wrong(call, now, "a look after the deadline");
            }
        }
    }

    private void Wrong(Call call, Exchange one, string what) => stage.Wrong($"{call}, request {one.Number} ({one.Request}): {what}");
}
