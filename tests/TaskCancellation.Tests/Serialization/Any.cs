using FsCheck;
using FsCheck.Fluent;

namespace TaskCancellation.Tests.Serialization;

/// <summary>Values to store, of every kind.</summary>
internal static class Any
{
    internal static readonly Gen<string> Text = Gen.Elements("a", "movies", "Ünïcode 日本 😀", "\"quoted\" \\ <b>&amp;'", "line\nbreak\ttab\0nul", " spaced ", "2026-03-04");

    internal static readonly Gen<TaskId> Id = Gen.OneOf(Gen.Choose(0, 99).Select(number => (TaskId)number), Text.Select(text => new TaskId(text)));

    // To 100 ns, from the first instant to the last, in any time zone.
    internal static readonly Gen<DateTimeOffset> Instant = Gen.OneOf(
        Gen.Elements(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch),
        from seconds in Gen.Choose(0, 2_000_000_000)
        from ticks in Gen.Choose(0, 9_999_999)
        from minutes in Gen.Choose(-14 * 60, 14 * 60)
        select DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(ticks).ToOffset(TimeSpan.FromMinutes(minutes)));

    internal static readonly Gen<TimeRange> Range =
        from lower in Gen.Elements<Func<DateTimeOffset, TimeRange>>(TimeRange.After, TimeRange.AtOrAfter)
        from upper in Gen.Elements<Func<DateTimeOffset, TimeRange>>(TimeRange.Before, TimeRange.AtOrBefore)
        from first in Instant
        from second in Instant
        from ends in Gen.Choose(0, 2)
        select ends switch { 0 => lower(first), 1 => upper(second), _ => lower(first).And(upper(second)) };

    internal static readonly Gen<TaskSnapshot> Task =
        from id in Id
        from state in Gen.Elements(Enum.GetValues<TaskState>())
        from texts in Maybe(Text).ArrayOf(6)
        from instants in MaybeValue(Instant).ArrayOf(3)
        from progress in MaybeValue(Gen.Elements(0, 0.1, 1.0 / 3, 1))
        from isEndUnknown in Gen.Elements(true, false)
        select new TaskSnapshot
        {
            Id = id,
            State = state,
            RawState = texts[0] ?? "",
            Kind = texts[1],
            Scope = texts[2],
            Name = texts[3],
            ParentId = IdOf(texts[4]),
            CanceledBy = IdOf(texts[5]),
            EnqueuedAt = instants[0],
            StartedAt = instants[1],
            FinishedAt = instants[2],
            Progress = progress,
            Failure = texts[0] == null ? null : new TaskFailure(texts[0]!, texts[1]),
            IsEndUnknown = isEndUnknown,
        };

    internal static readonly Gen<StoredTaskFilter> Filter =
        from lists in Maybe(Texts()).ArrayOf(4)
        from states in Maybe(Gen.Elements(Enum.GetValues<TaskState>()).NonEmptyListOf().Select(list => list.ToArray()))
        from ranges in Maybe(Range).ArrayOf(4)
        from hasPredicate in Gen.Elements(true, false)
        select new StoredTaskFilter
        {
            Ids = lists[0]?.Select(text => new TaskId(text)).ToList(),
            States = states,
            Kinds = lists[1],
            Scopes = lists[2],
            Names = lists[3],
            Enqueued = ranges[0],
            Started = ranges[1],
            Finished = ranges[2],
            ServiceFields = OwnFields(ranges[3], lists[1]),
            HasPredicate = hasPredicate,
        };

    internal static Gen<string[]> Texts() => Text.NonEmptyListOf().Select(list => list.ToArray());

    private static TaskId? IdOf(string? text) => text is null ? default(TaskId?) : new TaskId(text);

    private static FilterConstraint[] OwnFields(TimeRange? range, string[]? values) =>
        range is null ? [] : [new("Changed", FilterFields.ServiceSpecific, range), new("Nodes", FilterFields.ServiceSpecific, values ?? ["n"])];

    internal static Gen<T?> Maybe<T>(Gen<T> some)
        where T : class => Gen.OneOf(Gen.Constant<T?>(null), some.Select(value => (T?)value));

    internal static Gen<T?> MaybeValue<T>(Gen<T> some)
        where T : struct => Gen.OneOf(Gen.Constant<T?>(null), some.Select(value => (T?)value));
}
