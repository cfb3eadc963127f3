using FsCheck;
using FsCheck.Fluent;

namespace TaskCancellation.Core.Tests.Filtering;

public sealed class FilterMatcherTests
{
    private static readonly string[] Words = ["a", "A", "ab", "a:b", "b", "é"];
    private static readonly string[] Patterns = ["a", "a*", "*b", "*:*", "A", "a*b", "é"];

    private static readonly Gen<DateTimeOffset> AnyInstant =
        from ticks in Gen.Choose(-2, 2)
        from hours in Gen.Choose(-1, 1)
        select Some.Noon.AddTicks(ticks).ToOffset(TimeSpan.FromHours(hours));

    private static readonly Gen<TimeRange?> AnyRange = Gen.OneOf(
        Gen.Constant<TimeRange?>(null),
        from lower in AnyInstant
        from upper in AnyInstant
        from open in Gen.Elements(true, false)
        select (TimeRange?)(open ? TimeRange.After(lower).And(TimeRange.AtOrBefore(upper)) : TimeRange.AtOrAfter(lower).And(TimeRange.Before(upper))),
        AnyInstant.Select(instant => (TimeRange?)TimeRange.AtOrAfter(instant)),
        AnyInstant.Select(instant => (TimeRange?)TimeRange.Before(instant)));

    private static readonly Gen<TaskSnapshot> AnyTask =
        from id in Gen.Choose(1, 3)
        from state in Gen.Elements(Enum.GetValues<TaskState>())
        from kind in MaybeWord()
        from scope in MaybeWord()
        from name in MaybeWord()
        from enqueued in MaybeInstant()
        from started in MaybeInstant()
        from finished in MaybeInstant()
        select new TaskSnapshot { Id = id, State = state, Kind = kind, Scope = scope, Name = name, EnqueuedAt = enqueued, StartedAt = started, FinishedAt = finished };

    private static readonly Gen<TaskFilter> AnyFilter =
        from ids in MaybeSome(Gen.Choose(1, 3).Select(id => (TaskId)id))
        from states in MaybeSome(Gen.Elements(Enum.GetValues<TaskState>()))
        from kinds in MaybeSome(Gen.Elements(Patterns))
        from scopes in MaybeSome(Gen.Elements(Words))
        from names in MaybeSome(Gen.Elements(Words))
        from enqueued in AnyRange
        from started in AnyRange
        from finished in AnyRange
        from even in Gen.Elements(true, false)
        select new TaskFilter
        {
            Ids = ids, States = states, Kinds = kinds, Scopes = scopes, Names = names, Enqueued = enqueued, Started = started, Finished = finished, Where = even ? task => task.Name is not null : null,
        };

    private static readonly Gen<FilterFields> AnyFields = Gen.OneOf(Gen.Constant(PlainPredicate.Every), Gen.Choose(0, 1023).Select(bits => (FilterFields)bits));

    [Test]
    public void A_filter_matches_what_the_plain_predicate_matches() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(AnyFilter.ToArbitrary(), AnyTask.ToArbitrary(), AnyFields.ToArbitrary(), (filter, task, fields) =>
            new FilterMatcher(filter, TaskIdEquality.Exact, fields).Matches(task) == PlainPredicate.Matches(filter, task, fields)));

    [Test]
    public void One_field_alone_matches_what_the_plain_predicate_matches() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(AnyFilter.ToArbitrary(), AnyTask.ToArbitrary(), Gen.Choose(0, 8).Select(bit => (FilterFields)(1 << bit)).ToArbitrary(), (filter, task, field) =>
            new FilterMatcher(filter, TaskIdEquality.Exact, field).Matches(task) == PlainPredicate.Matches(filter, task, field)));

    [Test]
    public void A_filter_without_a_constraint_matches_everything() =>
        Prop.ForAll(AnyTask.ToArbitrary(), task => new FilterMatcher(TaskFilter.All, TaskIdEquality.Exact).Matches(task)).QuickCheckThrowOnFailure();

    [Test]
    public void A_task_without_the_value_never_matches()
    {
        var bare = new TaskSnapshot { Id = 1, State = TaskState.Running };
        var everything = TimeRange.AtOrAfter(DateTimeOffset.MinValue);
        TaskFilter[] filters =
        [
            Some.Kinds("a*"), new TaskFilter { Scopes = ["a"] }, new TaskFilter { Names = ["a"] },
            new TaskFilter { Enqueued = everything }, new TaskFilter { Started = everything }, new TaskFilter { Finished = everything },
        ];

        Assert.That(filters.Select(filter => new FilterMatcher(filter, TaskIdEquality.Exact).Matches(bare)), Is.All.False);
    }

    [Test]
    public async Task A_list_is_checked_again_for_what_the_service_evaluates_otherwise()
    {
        var client = new ScriptedTaskClient { Inexact = FilterFields.Scopes, OnList = _ => [Some.Task(1) with { Scope = "a" }, Some.Task(2) with { Scope = "ab" }] };

        var found = await client.ListAsync(new TaskFilter { Scopes = ["a"] }).ToListAsync();

        Assert.That(found.Select(task => task.Id.Value), Is.EqualTo(new[] { "1" }));
    }

    private static Gen<string?> MaybeWord() => Gen.Elements<string?>([null, .. Words]);

    private static Gen<DateTimeOffset?> MaybeInstant() => Gen.OneOf(Gen.Constant<DateTimeOffset?>(null), AnyInstant.Select(instant => (DateTimeOffset?)instant));

    private static Gen<IReadOnlyList<T>?> MaybeSome<T>(Gen<T> one) => Gen.Frequency(
        (2, Gen.Constant<IReadOnlyList<T>?>(null)),
        (1, Gen.NonEmptyListOf(one).Select(list => (IReadOnlyList<T>?)list.ToArray())));
}
