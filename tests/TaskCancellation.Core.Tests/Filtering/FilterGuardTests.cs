namespace TaskCancellation.Core.Tests.Filtering;

public sealed class FilterGuardTests
{
    private readonly ScriptedTaskClient client = new() { Can = Scripted.ByFilter };

    private static IEnumerable<TestCaseData> Meaningless()
    {
        yield return Case("Ids", new TaskFilter { Ids = [] }, "an empty list");
        yield return Case("Ids", new TaskFilter { Ids = [default] }, "a default id");
        yield return Case("Ids", new TaskFilter { Ids = [1, ""] }, "an empty id");
        yield return Case("Ids", new TaskFilter { Ids = ["*"] }, "a star");
        yield return Case("States", new TaskFilter { States = [] }, "an empty list");
        yield return Case("States", new TaskFilter { States = [TaskState.Running, (TaskState)99] }, "a number that is no state");
        yield return Case("States", new TaskFilter { States = Enum.GetValues<TaskState>() }, "every state there is");
        yield return Case("States", new TaskFilter { States = [TaskState.Pending, TaskState.Running, TaskState.Canceling, TaskState.Succeeded, TaskState.Failed, TaskState.Canceled] }, "every state of the service");
        foreach (var (what, range) in new (string, TimeRange)[]
        {
            ("an end that was not set", TimeRange.AtOrAfter(default(DateTimeOffset))), ("later than one not set", TimeRange.After(DateTimeOffset.MinValue)),
            ("until for ever", TimeRange.AtOrBefore(DateTimeOffset.MaxValue)), ("before the last instant", TimeRange.Before(DateTimeOffset.MaxValue)),
            ("an end that was not set, in another zone", TimeRange.AtOrAfter(new DateTimeOffset(DateTime.MinValue, TimeSpan.FromHours(-14)))),
            ("both", TimeRange.AtOrAfter(default(DateTimeOffset)).And(TimeRange.AtOrBefore(DateTimeOffset.MaxValue))),
        })
        {
            yield return Case("Enqueued", new TaskFilter { Enqueued = range }, what);
            yield return Case("Started", new TaskFilter { Started = range }, what);
            yield return Case("Finished", new TaskFilter { Finished = range }, what);
            yield return Case("Painted", new ColorFilter { Painted = range }, what);
        }

        foreach (var (what, values) in new (string, IReadOnlyList<string>)[]
        {
            ("an empty list", []), ("null", ["a", null!]), ("nothing", [""]), ("a blank", ["a", " \t"]), ("a star", ["*"]), ("two stars", ["**"]), ("a star in blanks", [" * "]), ("a star besides", ["a", "*"]), ("stars apart", ["* *"]),
        })
        {
            yield return Case("Kinds", new TaskFilter { Kinds = values }, what);
            yield return Case("Scopes", new TaskFilter { Scopes = values }, what);
            yield return Case("Names", new TaskFilter { Names = values }, what);
            yield return Case("Colors", new ColorFilter { Colors = values }, what);
        }

        static TestCaseData Case(string field, TaskFilter filter, string what) => new TestCaseData(field, filter).SetArgDisplayNames(field, what);
    }

    [TestCaseSource(nameof(Meaningless))]
    public void A_field_that_says_nothing_is_refused_before_any_primitive_for_listing_and_canceling_alike(string field, TaskFilter filter)
    {
        Assert.That(() => client.ListAsync(filter), Throws.InstanceOf<UnsafeFilterException>().With.Property("Field").EqualTo(field));
        foreach (var selection in Enum.GetValues<CancelSelection>())
        {
            Assert.That(
                () => { client.CancelAsync(filter, new CancelOptions { AllowAll = true, Selection = selection }); },
                Throws.InstanceOf<UnsafeFilterException>().With.Property("Field").EqualTo(field));
        }

        Assert.That((client.RequestCount, client.TranslationCount), Is.EqualTo((0, 0)));
    }

    [TestCase(0)]
    [TestCase(2)]
    [TestCase(14)]
    [Category("Finding D11")]
    public void An_end_that_was_never_set_says_nothing_in_whatever_time_zone(int hours)
    {
        Assert.That(() => client.ListAsync(new TaskFilter { Enqueued = TimeRange.AtOrBefore(new DateTimeOffset(DateTime.MaxValue, TimeSpan.FromHours(hours))) }), Throws.InstanceOf<UnsafeFilterException>());
        Assert.That(() => client.ListAsync(new TaskFilter { Enqueued = TimeRange.Before(new DateTimeOffset(9999, 12, 31, 22, 0, 0, TimeSpan.FromHours(hours))) }), Throws.InstanceOf<UnsafeFilterException>());
    }

    [Test]
    public void A_meaningless_field_is_refused_although_others_mean_something() =>
        Assert.That(() => client.ListAsync(new TaskFilter { Ids = [1], Kinds = ["k"], Names = [] }), Throws.InstanceOf<UnsafeFilterException>().With.Property("Field").EqualTo("Names"));

    [TestCase("a*")]
    [TestCase("*a")]
    [TestCase("a * b")]
    [TestCase("*:*")]
    public void A_kind_with_a_wildcard_and_something_else_means_something(string kind) =>
        Assert.That(() => client.ListAsync(Some.Kinds(kind)), Throws.Nothing);

    [Test]
    public void Every_state_but_one_means_something() =>
        Assert.That(() => client.ListAsync(new TaskFilter { States = [.. Enum.GetValues<TaskState>().Where(state => state != TaskState.Canceled)] }), Throws.Nothing);

    [Test]
    public void A_range_with_one_end_that_says_something_means_something() =>
        Assert.That(() => client.ListAsync(new TaskFilter { Enqueued = TimeRange.AtOrAfter(default(DateTimeOffset)).And(TimeRange.Before(Some.Noon)), Started = TimeRange.After(Some.Noon) }), Throws.Nothing);

    [Test]
    public void Every_task_is_listed_freely_and_canceled_only_when_that_is_said_out_loud()
    {
        Assert.That(() => client.ListAsync(TaskFilter.All), Throws.Nothing);
        Assert.That(() => { client.CancelAsync(TaskFilter.All); }, Throws.InstanceOf<UnsafeFilterException>().With.Property("Field").EqualTo("AllowAll"));
        Assert.That(() => { client.CancelAsync(new ColorFilter()); }, Throws.InstanceOf<UnsafeFilterException>());
        Assert.That(client.RequestCount, Is.Zero);
    }

    [Test]
    public async Task Every_task_is_canceled_when_that_is_said_out_loud()
    {
        await client.CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true });

        Assert.That(client.Cancels, Has.Count.EqualTo(1));
    }

    [Test]
    public void No_filter_at_all_is_an_argument_error()
    {
        Assert.That(() => client.ListAsync(null!), Throws.ArgumentNullException);
        Assert.That(() => { client.CancelAsync((TaskFilter)null!); }, Throws.ArgumentNullException);
    }

    [Test]
    public void A_malformed_id_is_an_argument_error_before_any_request()
    {
        Assert.That(() => client.ListAsync(new TaskFilter { Ids = [1, "!"] }), Throws.ArgumentException);
        Assert.That(() => { client.CancelAsync(new TaskFilter { Ids = [1, "!"] }); }, Throws.ArgumentException);
        Assert.That(client.RequestCount, Is.Zero);
    }

    [Test]
    public void A_field_that_nobody_can_evaluate_is_refused_before_any_request()
    {
        client.Can = client.Can with { UnsupportedFields = FilterFields.Finished };
        var filter = new TaskFilter { Finished = TimeRange.After(Some.Noon) };

        Assert.That(() => client.ListAsync(filter), Throws.InstanceOf<UnsupportedFilterException>().With.Property("Field").EqualTo("Finished").And.Message.Contains("Scripted"));
        Assert.That(() => { client.CancelAsync(filter); }, Throws.InstanceOf<UnsupportedFilterException>());
        Assert.That(client.RequestCount, Is.Zero);
    }

    private sealed record ColorFilter : TaskFilter
    {
        internal IReadOnlyList<string>? Colors { get; init; }

        internal TimeRange? Painted { get; init; }

        public override IEnumerable<FilterConstraint> GetConstraints() =>
        [
            .. base.GetConstraints(),
            .. Colors is null ? Array.Empty<FilterConstraint>() : [new FilterConstraint(nameof(Colors), FilterFields.ServiceSpecific, Colors)],
            .. Painted is null ? Array.Empty<FilterConstraint>() : [new FilterConstraint(nameof(Painted), FilterFields.ServiceSpecific, [Painted.ToString()]) { Range = Painted }],
        ];
    }
}
