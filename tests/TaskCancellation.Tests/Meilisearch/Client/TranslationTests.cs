using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>How each field of a filter is put to the service, checked here, or refused.</summary>
public sealed class TranslationTests : ClientTest
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2));

    private static readonly TestCaseData[] Translations =
    [
        Case(TaskFilter.All, "", FilterFields.None),
        Case(new TaskFilter { Ids = [1, 2, 1] }, "uids=1,2", FilterFields.None),
        Case(new TaskFilter { States = [TaskState.Pending] }, "statuses=enqueued", FilterFields.None),
        Case(new TaskFilter { States = [TaskState.Running, TaskState.Pending, TaskState.Running] }, "statuses=processing,enqueued", FilterFields.None),
        Case(new TaskFilter { States = [TaskState.Succeeded, TaskState.Failed, TaskState.Canceled] }, "statuses=succeeded,failed,canceled", FilterFields.None),
        Case(new TaskFilter { States = [TaskState.Canceling, TaskState.Failed] }, "statuses=failed", FilterFields.None),
        Case(new TaskFilter { States = [TaskState.Unknown] }, "", FilterFields.States),
        Case(new TaskFilter { States = [TaskState.Unknown, TaskState.Pending] }, "", FilterFields.States),
        Case(new TaskFilter { Kinds = ["dsrUpdate", "documentAdditionOrUpdate"] }, "types=dsrUpdate,documentAdditionOrUpdate", FilterFields.None),
        Case(new TaskFilter { Kinds = ["DocumentAdditionOrUpdate"] }, "types=DocumentAdditionOrUpdate", FilterFields.Kinds),
        Case(new TaskFilter { Kinds = ["kindOfTomorrow", "indexSwap"] }, "types=kindOfTomorrow,indexSwap", FilterFields.Kinds),
        Case(new TaskFilter { Kinds = ["document*"] }, "", FilterFields.Kinds),
        Case(new TaskFilter { Kinds = ["document*", "a,b"] }, "", FilterFields.Kinds),
        Case(new TaskFilter { Scopes = ["movies", "Movies", "movies"] }, "indexUids=movies,Movies", FilterFields.None),
        Case(new TaskFilter { Scopes = [new string('x', 400)] }, $"indexUids={new string('x', 400)}", FilterFields.None),
        Case(new TaskFilter { Enqueued = TimeRange.After(Noon) }, "afterEnqueuedAt=2026-01-01T10:00:00.000000099Z", FilterFields.None),
        Case(new TaskFilter { Started = TimeRange.AtOrAfter(Noon) }, "afterStartedAt=2026-01-01T09:59:59.999999999Z", FilterFields.None),
        Case(new TaskFilter { Finished = TimeRange.Before(Noon).And(TimeRange.After(Noon.AddDays(-1))) }, "afterFinishedAt=2025-12-31T10:00:00.000000099Z beforeFinishedAt=2026-01-01T10:00:00.000000000Z", FilterFields.None),
        Case(new TaskFilter { Started = TimeRange.AtOrBefore(Noon) }, "beforeStartedAt=2026-01-01T10:00:00.000000100Z", FilterFields.None),
        Case(new MeilisearchTaskFilter { BatchIds = [0, 7, 0], CanceledBy = [3] }, "batchUids=0,7 canceledBy=3", FilterFields.None),
    ];

    private static readonly TestCaseData[] Refusals =
    [
        Refuse(new TaskFilter { Names = ["x"] }, "Names", "no name"),
        Refuse(new TaskFilter { Kinds = ["indexSwap,dumpCreation"] }, "Kinds", "'indexSwap,dumpCreation'"),
        Refuse(new TaskFilter { Kinds = ["index swap"] }, "Kinds", "letters"),
        Refuse(new TaskFilter { Kinds = ["índex"] }, "Kinds", "letters"),
        Refuse(new TaskFilter { Scopes = ["movies,books"] }, "Scopes", "'movies,books'"),
        Refuse(new TaskFilter { Scopes = ["movies", ".meili_dsr"] }, "Scopes", "'.meili_dsr'"),
        Refuse(new TaskFilter { Scopes = [new string('x', 401)] }, "Scopes", "1 to 400"),
        Refuse(new TaskFilter { Scopes = ["mövies"] }, "Scopes", "ASCII"),
        Refuse(new TaskFilter { Scopes = ["movies*"] }, "Scopes", "'movies*'"),
        Refuse(new MeilisearchTaskFilter { BatchIds = [-1] }, "BatchIds", "'-1'"),
        Refuse(new MeilisearchTaskFilter { BatchIds = [4294967296] }, "BatchIds", "4294967295"),
        Refuse(new MeilisearchTaskFilter { CanceledBy = ["x"] }, "CanceledBy", "'x'"),
        Refuse(new AnotherServicesFilter(), "AnotherServicesFilter", "TaskFilter or MeilisearchTaskFilter"),
    ];

    private static readonly TaskFilter[] Unsafe =
    [
        new() { Ids = [] },
        new() { States = [] },
        new() { Kinds = [] },
        new() { Kinds = ["*"] },
        new() { Kinds = ["indexSwap", " "] },
        new() { Scopes = [] },
        new() { Scopes = ["*"] },
        new() { Scopes = ["movies", "*"] },
        new() { Scopes = [""] },
        new() { States = [TaskState.Pending, TaskState.Running, TaskState.Succeeded, TaskState.Failed, TaskState.Canceled] },
        new MeilisearchTaskFilter { BatchIds = [] },
        new MeilisearchTaskFilter { CanceledBy = [] },
        new MeilisearchTaskFilter { CanceledBy = ["*"] },
    ];

    [TestCaseSource(nameof(Translations))]
    public void A_filter_is_put_as(TaskFilter filter, string parameters, FilterFields residual)
    {
        var translation = MeilisearchFilterTranslator.Translate(filter);
        Assert.That(string.Join(' ', translation.Parameters), Is.EqualTo(parameters));
        Assert.That((translation.Residual, translation.IsExact, translation.MatchesNothing), Is.EqualTo((residual, residual == FilterFields.None, false)));
        Assert.That(translation.Refused, Is.Empty);
    }

    [Test]
    public async Task A_state_the_service_does_not_have_matches_nothing()
    {
        Add();
        Assert.That(MeilisearchFilterTranslator.Translate(new TaskFilter { States = [TaskState.Canceling] }).MatchesNothing, Is.True);
        Assert.That(await Uids(new TaskFilter { States = [TaskState.Canceling] }), Is.Empty);
        Assert.That(Sent, Is.Empty);
    }

    [TestCaseSource(nameof(Refusals))]
    public void A_filter_is_refused_with_the_reason(TaskFilter filter, string field, string reason)
    {
        var error = Assert.Throws<UnsupportedFilterException>(() => Client.ListAsync(filter));
        Assert.That(error!.Field, Is.EqualTo(field));
        Assert.That(error.Message, Does.StartWith("Meilisearch cannot filter by ").And.Contain(reason));
        Assert.That(() => Client.CancelAsync(filter), Throws.InstanceOf<UnsupportedFilterException>());
        Assert.That(Sent, Is.Empty);
    }

    [TestCaseSource(nameof(Unsafe))]
    public void A_filter_that_says_nothing_is_unsafe(TaskFilter filter)
    {
        Assert.That(() => Client.ListAsync(filter), Throws.InstanceOf<UnsafeFilterException>());
        Assert.That(() => Client.CancelAsync(filter, new CancelOptions { AllowAll = true }), Throws.InstanceOf<UnsafeFilterException>());
        Assert.That(Sent, Is.Empty);
    }

    [Test]
    public async Task What_the_server_takes_without_regard_to_case_is_checked_here()
    {
        AddOpen(kind: "settingsUpdate");
        Assert.That(await Uids(new TaskFilter { Kinds = ["SettingsUpdate"] }), Is.Empty);
        Assert.That(await Uids(new TaskFilter { Kinds = ["settings*"] }), Is.EqualTo(new[] { 0 }));
        Assert.That((await Cancel(new TaskFilter { Kinds = ["SettingsUpdate"] })).Outcomes, Is.Empty);
        Assert.That(Posts, Is.Empty);
        Assert.That(Verdicts(await Cancel(new TaskFilter { Kinds = ["settings*"] })), Is.EqualTo("0:Canceled"));
    }

    [Test]
    public void A_cancel_at_the_server_is_refused_where_the_server_means_something_else()
    {
        var atServer = new CancelOptions { Selection = CancelSelection.ServerSide };
        Assert.That(() => Client.CancelAsync(new TaskFilter { Kinds = ["settings*"] }, atServer), Throws.InstanceOf<UnsupportedFilterException>().With.Message.Contains("Kinds"));
        Assert.That(() => Client.CancelAsync(new TaskFilter { Where = _ => true }, atServer), Throws.InstanceOf<UnsupportedFilterException>().With.Message.Contains("Where"));
        Assert.That(() => Client.CancelAsync(TaskFilter.All), Throws.InstanceOf<UnsafeFilterException>().With.Message.Contains("AllowAll"));
        Assert.That(Sent, Is.Empty);
    }

    [Test]
    public async Task An_unknown_kind_is_left_to_the_server_to_judge_and_there_is_none_of_it()
    {
        Assert.That(await Uids(new TaskFilter { Kinds = ["kindOfTomorrow"] }), Is.Empty);
        Assert.That(Sent, Has.Count.EqualTo(1).And.All.Contain("types=kindOfTomorrow"));
    }

    [Test]
    [Category("MS-8.39"), Category("Inferred")]
    public async Task A_rename_belongs_to_both_of_its_indexes_for_lists_and_cancels_alike()
    {
        Server.IsSchedulerPaused = true;
        Server.Add(new() { Kind = "indexUpdate", IndexUid = "old", OtherIndexUids = ["new"], RunDuration = null });
        Assert.That((await Uids(new TaskFilter { Scopes = ["old"] }), await Uids(new TaskFilter { Scopes = ["new"] })), Is.EqualTo((new[] { 0L }, new[] { 0L })));
        foreach (var selection in new[] { CancelSelection.ClientSide, CancelSelection.ServerSide })
        {
            await Run(Client.CancelAsync(new TaskFilter { Scopes = ["new"] }, new CancelOptions { Selection = selection }));
        }

        Assert.That(Posts, Has.Count.EqualTo(2));
        Server.IsSchedulerPaused = false;
        Pass(20);
        Assert.That(Status(0), Is.EqualTo("canceled"));
    }

    private static TestCaseData Case(TaskFilter filter, string parameters, FilterFields residual) => new(filter, parameters, residual);

    private static TestCaseData Refuse(TaskFilter filter, string field, string reason) => new(filter, field, reason);

    private sealed record AnotherServicesFilter : TaskFilter;
}
