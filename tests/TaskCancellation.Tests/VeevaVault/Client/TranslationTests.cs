using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

[TestFixture]
internal sealed class TranslationTests : ClientTest
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> Listed()
    {
        yield return Case("all", new TaskFilter(), "monitors", "histories");
        yield return Case("pending", new TaskFilter { States = [TaskState.Pending] }, "monitors");
        yield return Case("running", new TaskFilter { States = [TaskState.Running] }, "monitors?status=running");
        yield return Case("running and canceling", new TaskFilter { States = [TaskState.Running, TaskState.Canceling] }, "monitors");
        yield return Case("canceling cannot be asked for", new TaskFilter { States = [TaskState.Canceling] }, "monitors");
        yield return Case("succeeded", new TaskFilter { States = [TaskState.Succeeded] }, "histories?status=success");
        yield return Case("canceled", new TaskFilter { States = [TaskState.Canceled] }, "histories?status=cancelled");
        yield return Case("failed has several words", new TaskFilter { States = [TaskState.Failed] }, "histories");
        yield return Case("pending and failed", new TaskFilter { States = [TaskState.Pending, TaskState.Failed] }, "monitors", "histories");
        yield return Case("unknown", new TaskFilter { States = [TaskState.Unknown] }, "monitors", "histories");
        yield return Case("scheduled", new VeevaVaultTaskFilter { Statuses = ["SCHEDULED"] }, "monitors?status=scheduled");
        yield return Case("queued", new VeevaVaultTaskFilter { Statuses = ["QUEUED"], States = [TaskState.Pending] }, "monitors?status=queued");
        yield return Case("queueing cannot be asked for", new VeevaVaultTaskFilter { Statuses = ["QUEUEING"] }, "monitors");
        yield return Case("timeout", new VeevaVaultTaskFilter { Statuses = ["TIMEOUT"] }, "histories?status=timeout");
        yield return Case("a new word", new VeevaVaultTaskFilter { Statuses = ["PAUSED"] }, "monitors", "histories");
        yield return Case("a new word among known states", new VeevaVaultTaskFilter { Statuses = ["PAUSED", "QUEUED"], States = [TaskState.Pending] }, "monitors?status=queued");
        yield return Case("a contradiction", new VeevaVaultTaskFilter { Statuses = ["QUEUED"], States = [TaskState.Failed] });
        yield return Case("finished", new TaskFilter { Finished = TimeRange.After(Noon) }, "histories");
        yield return Case("names", new TaskFilter { Names = ["a"], Ids = [1, 2] }, "monitors", "histories");
    }

    [TestCaseSource(nameof(Listed))]
    [Category("VV-10.36"), Category("VV-10.37"), Category("VV-10.38")]
    public async Task The_lists_that_may_hold_it_are_read(TaskFilter filter, string[] lists)
    {
        foreach (var list in lists)
        {
            Service.On(Line(list), Wire.Page(0, false));
        }

        Assert.That(await ListAsync(CreateClient(configure: options => options.VaultTimeZone = "UTC"), filter), Is.Empty);
        Assert.That(Service.Lines, Is.EqualTo(lists.Select(Line)));
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return new TestCaseData(new TaskFilter { Kinds = ["k"] }, "Kinds").SetArgDisplayNames("kinds");
        yield return new TestCaseData(new TaskFilter { Scopes = ["s"] }, "Scopes").SetArgDisplayNames("scopes");
        yield return new TestCaseData(new TaskFilter { Enqueued = TimeRange.After(Noon) }, "Enqueued").SetArgDisplayNames("enqueued without a zone");
        yield return new TestCaseData(new TaskFilter { Started = TimeRange.After(Noon) }, "Started").SetArgDisplayNames("started without a zone");
        yield return new TestCaseData(new TaskFilter { Finished = TimeRange.After(Noon) }, "Finished").SetArgDisplayNames("finished without a zone");
        yield return new TestCaseData(new TaskCancellation.Meilisearch.MeilisearchTaskFilter(), "MeilisearchTaskFilter").SetArgDisplayNames("Meilisearch's filter");
    }

    [TestCaseSource(nameof(Refused))]
    public void What_cannot_be_evaluated_is_refused_with_a_reason(TaskFilter filter, string field)
    {
        var client = CreateClient();
        Assert.That(() => { _ = client.ListAsync(filter); }, Throws.TypeOf<UnsupportedFilterException>().With.Property("Field").EqualTo(field).And.Message.EndsWith("."));
        Assert.That(Service.Requests, Is.Empty);
    }

    [TestCase("UTC", "2026-01-05T08:00:00Z", "2026-01-05T08:00:02Z")]
    [TestCase("Europe/Zurich", "2026-01-05T07:00:00Z", "2026-01-05T07:00:02Z")]
    [TestCase(null, null, null)]
    [Category("VV-10.41"), Category("Inferred")]
    public async Task Times_are_instants_only_in_a_zone_that_is_known(string? zone, string? enqueued, string? started)
    {
        Service.On(JobLine(5001), Wire.FromFixture("status-200.json"));
        var client = CreateClient(configure: options => options.VaultTimeZone = zone);
        var job = await RunAsync(client.FindAsync(5001));
        var details = (VeevaVaultTaskDetails)job!.Details!;
        Assert.Multiple(() =>
        {
            Assert.That(job.EnqueuedAt, Is.EqualTo(Instant(enqueued)));
            Assert.That(job.StartedAt, Is.EqualTo(Instant(started)));
            Assert.That((details.CreatedDate, details.RunStartDate), Is.EqualTo(("2026-01-05T08:00:00.000Z", "2026-01-05T08:00:02.000Z")));
            Assert.That(client.Capabilities.UnsupportedFields.HasFlag(FilterFields.Enqueued), Is.EqualTo(zone is null));
        });
    }

    [TestCase("2026-10-25T02:30:00.000Z", "2026-10-25T01:30:00Z", TestName = "The hour that comes twice: the later")]
    [TestCase("2026-07-01T12:00:00Z", "2026-07-01T10:00:00Z", TestName = "Without a fraction")]
    [TestCase("2026-07-01T12:00:00.1234567Z", "2026-07-01T10:00:00.1234567Z", TestName = "With a long one")]
    [TestCase("0001-01-01T00:00:00.000Z", null, TestName = "Before the calendar")]
    [TestCase("yesterday", null, TestName = "No time")]
    [TestCase("", null, TestName = "Empty")]
    [Category("VV-10.41")]
    public void A_time_is_read_as_the_zone_has_it(string text, string? expected) =>
        Assert.That(VeevaVaultTimes.Of("Europe/Zurich").Parse(text), Is.EqualTo(Instant(expected)));

    private static DateTimeOffset? Instant(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static TestCaseData Case(string name, TaskFilter filter, params string[] lists) => new TestCaseData(filter, lists).SetArgDisplayNames(name);

    private static string Line(string list) => $"GET {Api}services/jobs/{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=200&offset=0";
}
