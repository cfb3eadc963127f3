using System.Text.Json;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.VeevaVault.Client;

[TestFixture]
internal sealed class ChunkTests : ClientTest
{
    [TestCase(1, new[] { 1 })]
    [TestCase(500, new[] { 500 })]
    [TestCase(501, new[] { 500, 1 })]
    [TestCase(1200, new[] { 500, 500, 200 })]
    [Category("VV-10.24")]
    public async Task Ids_go_500_to_a_request_in_order(int count, int[] sizes)
    {
        var jobs = Enumerable.Range(1, count).ToArray();
        Serve(jobs, id => id % 7 == 0 ? Wire.Refused("OPERATION_NOT_ALLOWED") : Wire.Taken(id));
        var operation = await RunAsync(CreateClient().CancelAsync(new TaskFilter { Ids = [.. jobs.Select(id => TaskId.FromInt64(id))] }));
        var sent = Service.Requests.Where(line => line.Request.ToString() == CancelLine).Select(line => IdsOf(line.Request)).OrderBy(ids => ids[0]).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(sent.Select(ids => ids.Length), Is.EqualTo(sizes));
            Assert.That(sent.SelectMany(ids => ids), Is.EqualTo(jobs));
            Assert.That(operation.Accepted.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(jobs.Select(id => $"{id}: {(id % 7 == 0 ? "Rejected" : "Accepted")}")));
        });
    }

    [Test]
    public async Task A_chunk_that_fails_takes_no_other_with_it()
    {
        var jobs = Enumerable.Range(1, 501).ToArray();
        Serve(jobs, id => Wire.Taken(id), whole: ids => ids.Length == 1 ? Wire.Failure("OPERATION_NOT_ALLOWED") : null);
        var operation = await RunAsync(CreateClient().CancelAsync(new TaskFilter { States = [TaskState.Pending] }));
        Assert.That(operation.Accepted.ToString(), Is.EqualTo("500 Accepted, 1 Rejected"));
        Assert.That(operation.Accepted.Outcomes[500].Verdict, Is.EqualTo(CancellationVerdict.Rejected));
    }

    [Test, Category("VV-10.33"), Category("Inferred")]
    public async Task Many_jobs_are_waited_for_with_lists_and_those_that_ended_are_read()
    {
        var jobs = Enumerable.Range(1, 300).ToArray();
        var round = 0;
        Serve(jobs, id => Wire.Taken(id));
        foreach (var id in jobs)
        {
            Service.On(JobLine(id), Wire.Job(id, "CANCELLED"));
        }

        var operation = await RunAsync(CreateClient().CancelAsync(new TaskFilter { Ids = [.. jobs.Select(id => TaskId.FromInt64(id))] }));
        Service.ClearRequests();
        Service.On(Monitors, _ => round++ == 0 ? Page(jobs.Skip(10).ToArray(), 0, "CANCELLING") : Wire.Page(0, false))
            .On(Monitors.Replace("offset=0", "offset=200", StringComparison.Ordinal), _ => Page(jobs.Skip(10).ToArray(), 200, "CANCELLING"));
        var report = await RunAsync(operation.WaitForCompletionAsync());
        Assert.Multiple(() =>
        {
            Assert.That(report.ToString(), Is.EqualTo("300 Canceled"));
            Assert.That(Service.Lines.Count(line => line.Contains("monitors", StringComparison.Ordinal)), Is.EqualTo(3));
            Assert.That(Service.Lines, Has.Count.EqualTo(303), "each job is read by itself once");
        });
    }

    [Test]
    public async Task A_long_list_is_not_read_for_a_few_jobs()
    {
        Service.On(Monitors, Wire.Page(100_000, true, Wire.Row(1, "QUEUED"))).On(JobLine(2), Wire.Job(2, "QUEUED")).On(JobLine(3), Wire.Job(3, "SUCCESS"));
        var found = await ListAsync(CreateClient(), new TaskFilter { Ids = [1, 2, 3] });
        Assert.That(found.Select(job => job.Id.Value), Is.EqualTo(new[] { "1", "2", "3" }));
        Assert.That(Service.Lines, Is.EqualTo(new[] { Monitors, JobLine(2), JobLine(3) }));
    }

    [Test, Category("Finding C13")]
    public async Task Any_number_of_named_jobs_is_looked_for_in_one_pass_over_the_list()
    {
        var jobs = Enumerable.Range(1, 4_000).ToArray();
        Serve(jobs, id => Wire.Taken(id));
        Service.On(JobLine(9_999), Wire.Job(9_999, "SUCCESS"));
        var found = await ListAsync(CreateClient(), new TaskFilter { Ids = [.. jobs.Append(9_999).Select(id => TaskId.FromInt64(id))] });
        Assert.That(found, Has.Count.EqualTo(4_001));
        Assert.That(Service.Lines, Has.Count.EqualTo(21), "20 pages, and the job that they do not show");
    }

    [Test]
    public async Task A_search_begins_where_the_last_one_found_its_jobs()
    {
        var client = CreateClient();
        Serve([.. Enumerable.Range(1, 4_000)], id => Wire.Taken(id));
        await SearchAsync(client, 1_001, 1_000);
        Service.ClearRequests();

        await SearchAsync(client, 2_001, 1_000);
        Assert.That(Places(), Is.EqualTo(new[] { "1@1000", "200@1000", "200@1200", "200@1400", "200@1600", "200@1800", "200@2000", "200@2200", "200@2400", "200@2600", "200@2800" }));
    }

    [Test]
    public async Task And_goes_on_at_the_beginning_of_the_list()
    {
        var client = CreateClient();
        Serve([.. Enumerable.Range(1, 1_100)], id => Wire.Taken(id));
        await SearchAsync(client, 701, 100);
        Service.ClearRequests();

        await SearchAsync(client, 201, 550);
        Assert.That(Places(), Is.EqualTo(new[] { "1@600", "200@600", "200@800", "200@1000", "200@0", "200@200", "200@400" }));
    }

    [Test]
    public async Task It_begins_earlier_by_as_many_as_have_left_the_list()
    {
        var client = CreateClient();
        var jobs = Enumerable.Range(1, 2_000).ToArray();
        Serve(jobs, id => Wire.Taken(id));
        await SearchAsync(client, 1_201, 100);
        Service.ClearRequests();

        Serve([.. jobs.Skip(400)], id => Wire.Taken(id));
        await SearchAsync(client, 1_301, 100);
        Assert.That(Places(), Is.EqualTo(new[] { "1@1200", "200@800" }));
    }

    [Test]
    public async Task A_job_that_moves_up_past_the_beginning_of_a_search_is_shown_once()
    {
        var client = CreateClient();
        var jobs = Enumerable.Range(1, 1_000).ToArray();
        Serve(jobs, id => Wire.Taken(id));
        await SearchAsync(client, 601, 10);

        Service.On(At(600, 200), _ =>
        {
            var page = Page(jobs, 600, "QUEUED");
            Serve([.. jobs.Skip(200)], id => Wire.Taken(id));
            return page;
        });
        Service.On(JobLine(1), Wire.Job(1, "SUCCESS"));
        var found = await ListAsync(client, new TaskFilter { Ids = [.. Enumerable.Range(301, 500).Prepend(1).Select(id => TaskId.FromInt64(id))] });
        Assert.That(found.Select(job => job.Id.Value), Is.EquivalentTo(Enumerable.Range(301, 500).Prepend(1).Select(id => $"{id}")));
    }

    [Test]
    public async Task Few_jobs_are_not_looked_for_where_many_were_found()
    {
        var client = CreateClient();
        Serve([.. Enumerable.Range(1, 4_000)], id => Wire.Taken(id));
        await SearchAsync(client, 1_001, 2_000);
        Service.ClearRequests();

        Service.On(JobLine(1), Wire.Job(1, "QUEUED")).On(JobLine(9_999), Wire.Job(9_999, "SUCCESS"));
        await ListAsync(client, new TaskFilter { Ids = [1, 9_999] });
        Assert.That(Service.Lines, Is.EqualTo(new[] { Monitors, JobLine(9_999) }));
    }

    [Test]
    public async Task Histories_that_only_repeat_the_monitors_come_to_an_end()
    {
        Service.On(Monitors, Wire.Page(1, false, Wire.Row(1, "RUNNING")));
        for (var offset = 0; offset < 100; offset++)
        {
            Service.On($"GET {Api}services/jobs/histories?limit=200&offset={offset}", Wire.Page(9_999, true, Wire.Row(1, "SUCCESS")));
        }

        Assert.That((await FailureOf(ListAsync(CreateClient(), TaskFilter.All))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That(Service.Requests, Has.Count.LessThan(12));
    }

    [Test]
    public async Task Jobs_that_leave_a_long_list_by_the_page_do_not_end_it()
    {
        var left = Enumerable.Range(1, 4_000).ToArray();
        Serve(left, id => Wire.Taken(id));
        for (var offset = 0; offset <= left.Length; offset += 10)
        {
            var from = offset;
            Service.On(Monitors.Replace("offset=0", $"offset={from}", StringComparison.Ordinal), _ =>
            {
                var page = Page(left, from, "QUEUED");
                left = [.. left.Skip(300)];
                return page;
            });
        }

        var found = await ListAsync(CreateClient(), new TaskFilter { States = [TaskState.Pending] });
        Assert.That(found.Select(job => job.Id).ToList(), Is.Unique.And.Count.GreaterThan(200));
    }

    [Test, Category("VV-10.46"), Category("Inferred")]
    public async Task A_job_that_is_not_shown_to_who_is_shown_the_list_is_left_out()
    {
        Service.On(Monitors, Wire.Page(1, false, Wire.Row(1, "QUEUED"))).On(JobLine(2), Wire.Failure("INSUFFICIENT_ACCESS"));
        Assert.That(await ListAsync(CreateClient(), new TaskFilter { Ids = [1, 2] }), Has.Count.EqualTo(1));
        Assert.That((await FailureOf(CreateClient().FindAsync(2))).Reason, Is.EqualTo(TaskErrorReason.Authorization));
    }

    private static string At(long offset, int limit) => Monitors.Replace("limit=200&offset=0", $"limit={limit}&offset={offset}", StringComparison.Ordinal);

    private string[] Places() => [.. Service.Lines.Select(line => line[(line.IndexOf("limit=", StringComparison.Ordinal) + 6)..].Replace("&offset=", "@", StringComparison.Ordinal))];

    private async Task SearchAsync(TaskClient client, int first, int count)
    {
        var ids = Enumerable.Range(first, count).ToArray();
        var found = await ListAsync(client, new TaskFilter { Ids = [.. ids.Select(id => TaskId.FromInt64(id))] });
        Assert.That(found.Select(job => job.Id.Value), Is.EquivalentTo(ids.Select(id => $"{id}")));
    }

    private void Serve(int[] jobs, Func<int, string> answer, Func<int[], EmulatedReply?>? whole = null)
    {
        for (var offset = 0; offset <= jobs.Length; offset += 200)
        {
            var from = offset;
            Service.On(At(from, 200), _ => Page(jobs, from, "QUEUED")).On(At(from, 1), _ => Wire.Page(jobs.Length, true, [.. jobs.Skip(from).Take(1).Select(id => Wire.Row(id, "QUEUED"))]));
        }

        Service.On(JobLine(1), Wire.Job(1, "QUEUED"));
        Service.On(CancelLine, request => whole?.Invoke(IdsOf(request)) ?? Wire.Cancel([.. IdsOf(request).Select(answer)]));
    }

    private static EmulatedReply Page(int[] jobs, int offset, string status) =>
        Wire.Page(jobs.Length, offset + 200 < jobs.Length, [.. jobs.Skip(offset).Take(200).Select(id => Wire.Row(id, status))]);

    private static int[] IdsOf(EmulatedRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        return [.. body.RootElement.EnumerateArray().Select(one => one.GetProperty("job_id").GetInt32())];
    }
}
