using System.Text;
using TaskCancellation.Testing;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

[TestFixture]
internal sealed class ListTests : ClientTest
{
    [Test, Category("VV-10.32")]
    public async Task The_job_of_the_contract_is_read_whole()
    {
        Service.On(JobLine(5001), Wire.FromFixture("status-200.json"));
        var job = await RunAsync(CreateClient().FindAsync(5001, new ReadOptions { KeepRaw = true }));
        var details = (VeevaVaultTaskDetails)job!.Details!;
        Assert.Multiple(() =>
        {
            Assert.That((job.Id.Value, job.State, job.RawState), Is.EqualTo(("5001", TaskState.Running, "RUNNING")));
            Assert.That((job.Name, job.Kind, job.Scope, job.FinishedAt), Is.EqualTo((null as string, null as string, null as string, null as DateTimeOffset?)));
            Assert.That(details.CreatedBy, Is.EqualTo(4101));
            Assert.That(details.Links, Is.EquivalentTo(new Dictionary<string, string> { ["self"] = "/api/v25.3/services/jobs/5001" }));
            Assert.That(Encoding.UTF8.GetString(job.Raw.Span), Is.EqualTo(Wire.Fixture("status-200.json")));
        });
    }

    [Test, Category("VV-10.36")]
    public async Task The_list_of_the_contract_is_read_whole()
    {
        Service.On(Monitors, Wire.FromFixture("monitors-200.json"));
        var job = (await ListAsync(CreateClient(configure: options => options.VaultTimeZone = "UTC"), new TaskFilter { States = [TaskState.Pending] }, new ReadOptions { KeepRaw = true })).Single();
        var details = (VeevaVaultTaskDetails)job.Details!;
        Assert.Multiple(() =>
        {
            Assert.That((job.Id.Value, job.State, job.RawState, job.Name), Is.EqualTo(("5001", TaskState.Pending, "SCHEDULED", "Nightly Sync")));
            Assert.That(job.EnqueuedAt, Is.EqualTo(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero)));
            Assert.That(job.StartedAt, Is.Null, "it is due then, and has not begun");
            Assert.That(details.RunStartDate, Is.EqualTo("2026-01-06T08:00:00.000Z"));
            Assert.That((details.CreatedBy, details.ModifiedBy, details.ModifiedDate), Is.EqualTo(((long?)1, (long?)2, "2026-01-05T09:00:00.000Z")));
            Assert.That(Encoding.UTF8.GetString(job.Raw.Span), Does.StartWith("{ \"job_id\": 5001"));
        });
    }

    [Test]
    public async Task A_job_that_cannot_be_read_takes_nothing_from_those_that_can()
    {
        Service.On(Monitors, Wire.Page(0, false)).On(JobLine(5002), EmulatedReply.Html(403)).On(JobLine(5001), Wire.FromFixture("status-200.json"));
        var found = new List<TaskSnapshot>();
        var failure = await FailureOf(ListIntoAsync(CreateClient().ListAsync(new TaskFilter { Ids = [5002, 5001] }), found));
        Assert.That(found.Select(job => job.Id.Value), Is.EqualTo(new[] { "5001" }));
        Assert.That(failure.Reason, Is.EqualTo(TaskErrorReason.Authorization));

        static async Task<int> ListIntoAsync(IAsyncEnumerable<TaskSnapshot> jobs, List<TaskSnapshot> found)
        {
            await foreach (var job in jobs)
            {
                found.Add(job);
            }

            return found.Count;
        }
    }

    [Test]
    public async Task Filters_are_checked_here_whatever_the_list_returns()
    {
        Service.On(Monitors, Wire.Page(4, false, Wire.Row(1, "QUEUED", "a", 7), Wire.Row(2, "SCHEDULED", "a", 7), Wire.Row(3, "QUEUED", "A", 7), Wire.Row(4, "QUEUED", "a", 8)))
            .On(Histories, Wire.Page(0, false));
        var found = await ListAsync(CreateClient(), new VeevaVaultTaskFilter { Names = ["a"], CreatedBy = [7], Statuses = ["QUEUED", "PAUSED"] });
        Assert.That(found.Select(job => job.Id.Value), Is.EqualTo(new[] { "1" }));
    }

    [Test, Category("VV-10.41"), Category("Inferred")]
    public async Task Times_are_checked_here()
    {
        Service.On(Histories, Wire.Page(3, false,
            Wire.Row(1, "SUCCESS", runStart: "2026-01-05T09:00:00.000Z", runEnd: "2026-01-05T10:00:00.000Z"),
            Wire.Row(2, "SUCCESS", runStart: "2026-01-05T09:00:00.000Z", runEnd: "2026-01-05T11:00:00.000Z"),
            Wire.Row(3, "CANCELLED")));
        var ten = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
        var found = await ListAsync(CreateClient(configure: options => options.VaultTimeZone = "Europe/Zurich"), new TaskFilter { Finished = TimeRange.After(ten) });
        Assert.That(found.Select(job => job.Id.Value), Is.EqualTo(new[] { "2" }));
    }

    [Test, Category("VV-10.36")]
    public async Task The_next_page_is_counted_from_zero_and_its_link_never_followed()
    {
        Service.On(At("monitors", 0, 2), Wire.Page(3, true, Wire.Row(1, "QUEUED"), Wire.Row(2, "QUEUED"))).On(At("monitors", 2, 2), Wire.Page(3, false, Wire.Row(3, "QUEUED")));
        var found = await ListAsync(CreateClient(), new TaskFilter { States = [TaskState.Pending] }, new ReadOptions { PageSize = 2 });
        Assert.That(found.Select(job => job.Id.Value), Is.EqualTo(new[] { "1", "2", "3" }));
    }

    [Test, Category("VV-10.40"), Category("Inferred")]
    public async Task Jobs_that_leave_the_list_hide_no_others()
    {
        Service.On(At("monitors", 0, 2), Wire.Page(6, true, Wire.Row(1, "QUEUED"), Wire.Row(2, "QUEUED")))
            .On(At("monitors", 2, 2), Wire.Page(5, true, Wire.Row(4, "QUEUED"), Wire.Row(5, "QUEUED")))
            .On(At("monitors", 3, 2), Wire.Page(5, true, Wire.Row(5, "QUEUED"), Wire.Row(6, "QUEUED")))
            .On(At("monitors", 5, 2), Wire.Page(5, false));
        var found = await ListAsync(CreateClient(), new TaskFilter { States = [TaskState.Pending] }, new ReadOptions { PageSize = 2 });
        Assert.That(found.Select(job => job.Id.Value), Is.EqualTo(new[] { "1", "2", "4", "5", "6" }));
    }

    [Test, Category("VV-10.40")]
    public async Task A_job_that_moves_to_the_histories_meanwhile_is_listed_once()
    {
        Service.On(Monitors, Wire.Page(1, false, Wire.Row(1, "RUNNING"))).On(Histories, Wire.Page(2, false, Wire.Row(1, "SUCCESS"), Wire.Row(2, "SUCCESS")));
        var found = await ListAsync(CreateClient(), TaskFilter.All);
        Assert.That(found.Select(job => $"{job.Id} {job.RawState}"), Is.EqualTo(new[] { "1 RUNNING", "2 SUCCESS" }));
    }

    [Test]
    public async Task A_list_without_end_is_given_up()
    {
        Service.On(Monitors, Wire.Page(9_999, true, Wire.Row(1, "QUEUED")));
        for (var offset = 1; offset < 10; offset++)
        {
            Service.On(At("monitors", offset, 200), Wire.Page(9_999, true, Wire.Row(1, "QUEUED")));
        }

        Assert.That((await FailureOf(ListAsync(CreateClient(), new TaskFilter { States = [TaskState.Pending] }))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That(Service.Requests, Has.Count.EqualTo(5).Or.Count.EqualTo(4));
    }

    [TestCase("""{"responseStatus":"SUCCESS"}""")]
    [TestCase("""{"responseStatus":"SUCCESS","jobs":null}""")]
    [TestCase("""{"responseStatus":"SUCCESS","jobs":[null]}""")]
    [TestCase("""{"responseStatus":"SUCCESS","jobs":[{"title":"x"}]}""")]
    [TestCase("""{"responseStatus":"SUCCESS","jobs":[{"job_id":"x"}]}""")]
    [TestCase("""{"jobs":[]}""")]
    public async Task A_list_that_is_none_is_a_protocol_error(string body)
    {
        Service.On(Monitors, EmulatedReply.Json(200, body));
        Assert.That((await FailureOf(ListAsync(CreateClient(), new TaskFilter { States = [TaskState.Pending] }))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
    }

    [TestCase("""{"responseStatus":"SUCCESS","data":{"id":2,"status":"QUEUED"}}""", TestName = "Another job")]
    [TestCase("""{"responseStatus":"SUCCESS","data":null}""", TestName = "No job")]
    [TestCase("""{"responseStatus":"SUCCESS","data":{"status":"QUEUED"}}""", TestName = "No id")]
    public async Task A_job_that_is_not_the_one_asked_for_is_a_protocol_error(string body)
    {
        Service.On(JobLine(1), EmulatedReply.Json(200, body));
        Assert.That((await FailureOf(CreateClient().FindAsync(1))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
    }

    [Test]
    public async Task Ids_may_come_as_texts()
    {
        Service.On(JobLine(1), EmulatedReply.Json(200, """{"responseStatus":"SUCCESS","data":{"id":"1","status":"QUEUED","created_by":"7"}}"""));
        var job = await RunAsync(CreateClient().FindAsync(1));
        Assert.That((job!.Details as VeevaVaultTaskDetails)!.CreatedBy, Is.EqualTo(7));
    }

    [Test, Category("Inferred")]
    public async Task A_job_that_vault_does_not_know_is_null()
    {
        Service.On(JobLine(1), Wire.Failure("INVALID_DATA"));
        Assert.That(await RunAsync(CreateClient().FindAsync(1)), Is.Null);
    }

    [Test, Category("VV-10.13")]
    public async Task The_vault_is_described()
    {
        Service.On("GET /api/", Wire.FromFixture("versions-200.json")).On($"GET {Api}services/jobs/monitors?limit=1&offset=0", Wire.Failure("INSUFFICIENT_ACCESS"));
        var info = await RunAsync(CreateClient().GetServiceInfoAsync());
        Assert.That((info.Product, info.Version, info.CanList, info.CanCancel, info.Endpoint), Is.EqualTo(("Veeva Vault", "v26.1", (bool?)false, (bool?)null, Service.BaseAddress)));
    }

    [Test, Category("VV-10.18"), Category("Inferred")]
    public async Task A_filter_cancels_what_it_lists_and_leaves_alone_what_cannot_be_canceled()
    {
        Service.On(Monitors, Wire.Page(4, false, Wire.Row(1, "SCHEDULED"), Wire.Row(2, "RUNNING"), Wire.Row(3, "CANCELLING"), Wire.Row(4, "QUEUED", "Other")))
            .On(CancelLine, Wire.Cancel(Wire.Taken(1)));
        var operation = await RunAsync(CreateClient().CancelAsync(new TaskFilter { Names = ["Nightly Sync"] }));
        Assert.That(operation.Accepted.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "1: Accepted", "2: NotCancelable", "3: Accepted" }));
        Assert.That(Service.Lines, Is.EqualTo(new[] { Monitors, CancelLine }));
    }

    private static string At(string list, int offset, int limit) => $"GET {Api}services/jobs/{list}?limit={limit}&offset={offset}";
}
