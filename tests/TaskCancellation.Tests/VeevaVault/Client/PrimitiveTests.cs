using System.Collections.Immutable;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>The primitives, as a policy around the client would call them.</summary>
[TestFixture]
internal sealed class PrimitiveTests : ClientTest
{
    private static readonly ReadOptions Two = new() { PageSize = 2 };

    private Opened Client
    {
        get
        {
            var options = new VeevaVaultTaskClientOptions { SessionId = Session };
            options.UseTimeProvider(Clock);
            return Kept(new Opened(Kept(Service.CreateClient()), options));
        }
    }

    [Test]
    public void A_malformed_id_is_sent_nowhere()
    {
        Assert.That(() => { _ = Client.Read("../1"); }, Throws.ArgumentException.With.Message.StartsWith("'../1' is not a Vault job id"));
        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public void A_cancel_is_described_by_its_request() =>
        Assert.That(Client.Described(new CancelRequest { Targets = [2, 1] }), Is.EqualTo("""POST /api/v25.3/services/jobs/actions/cancel [{"job_id":2},{"job_id":1}]"""));

    [Test]
    public void A_stored_filter_becomes_what_it_was()
    {
        Assert.That(Client.Restored(new StoredTaskFilter { Names = ["n"] }), Is.EqualTo(new TaskFilter { Names = ["n"] }));
        Assert.That(Client.Restored(new StoredTaskFilter { Names = ["n"], ServiceFields = [new("CreatedBy", FilterFields.ServiceSpecific, ["1"])] }), Is.EqualTo(new VeevaVaultTaskFilter { Names = ["n"], CreatedBy = [1] }));
    }

    [TestCase("1 2 3", "1 2 3")]
    [TestCase("3 1 2", "3 1 2")]
    [TestCase("5 5", "5")]
    [TestCase("2 1 2 1", "2 1")]
    [TestCase("1 2 2 3", "1 2 3")]
    [TestCase("7", "7")]
    public async Task Every_job_is_asked_for_once_in_its_order(string targets, string sent)
    {
        var ids = sent.Split(' ').Select(long.Parse).ToArray();
        Service.On(CancelLine, Wire.Cancel([.. ids.Select(Wire.Taken)]));
        var reply = await RunAsync(Client.Send(new CancelRequest { Targets = [.. targets.Split(' ').Select(id => new TaskTarget(id))] }));
        Assert.That(Service.Requests.Single().Request.BodyText, Is.EqualTo($"[{string.Join(',', ids.Select(id => $"{{\"job_id\":{id}}}"))}]"));
        Assert.That(reply.Items.Select(item => (item.Target.Id.Value, item.Disposition)), Is.EqualTo(ids.Select(id => ($"{id}", CancelDisposition.Acknowledged))));
        Assert.That(reply.FollowsAmbiguousAttempt, Is.False);
    }

    [Test]
    public async Task A_repeated_cancel_says_that_it_is_one()
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Taken(1)));
        Service.Faults.OnCall(1).ResetAfterActing();
        Assert.That((await RunAsync(Client.Send(new CancelRequest { Targets = [1] }))).FollowsAmbiguousAttempt, Is.True);
    }

    [TestCase("FAILURE", "INVALID_DATA", CancelDisposition.AlreadyEnded, CancelDisposition.Rejected)]
    [TestCase("FAILURE", null, CancelDisposition.AlreadyEnded, CancelDisposition.Rejected)]
    [TestCase("FAILURE", "INSUFFICIENT_ACCESS", CancelDisposition.Denied, null)]
    [TestCase("FAILURE", "EXPIRED_TOKEN", CancelDisposition.Denied, null)]
    [TestCase("FAILURE", "OPERATION_NOT_ALLOWED", CancelDisposition.Rejected, null)]
    [TestCase("FAILURE", "SOMETHING_NEW", CancelDisposition.Rejected, null)]
    [TestCase("FAILURE", "UNEXPECTED_ERROR", CancelDisposition.Unknown, CancelDisposition.Unknown)]
    [TestCase("EXCEPTION", "INVALID_DATA", CancelDisposition.Unknown, CancelDisposition.Unknown)]
    [TestCase("ODD", "OPERATION_NOT_ALLOWED", CancelDisposition.Unknown, CancelDisposition.Unknown)]
    public async Task A_refusal_of_a_job_means(string status, string? type, CancelDisposition meaning, CancelDisposition? ifUnread)
    {
        Service.On(CancelLine, Wire.Cancel($$"""{"responseStatus":"{{status}}","errors":[{"type":{{(type is null ? "null" : $"\"{type}\"")}},"message":"m"}]}"""));
        var item = (await RunAsync(Client.Send(new CancelRequest { Targets = [1] }))).Items.Single();
        Assert.That((item.Disposition, item.Snapshot, item.FollowUpRead?.IfUnread, item.Error!.ErrorCode), Is.EqualTo((meaning, (TaskSnapshot?)null, ifUnread, type)));
        Assert.That(item.Error.Summary, Does.StartWith("Veeva Vault: m"));
        if (item.FollowUpRead is { Meaning: var read })
        {
            var refused = meaning == CancelDisposition.AlreadyEnded;
            Assert.That(
                (read(null), read(In(TaskState.Canceling)), read(In(TaskState.Canceled)), read(In(TaskState.Running))),
                Is.EqualTo(refused
                    ? (CancelDisposition.NotFound, CancelDisposition.AlreadyEnded, CancelDisposition.AlreadyEnded, CancelDisposition.AlreadyEnded)
                    : (CancelDisposition.Unknown, CancelDisposition.Acknowledged, CancelDisposition.Acknowledged, CancelDisposition.Unknown)));
        }
    }

    [Test]
    public async Task A_reply_about_another_job_is_told_to_be_one()
    {
        Service.On(JobLine(1), Wire.Job(2, "QUEUED"));
        Assert.That((await FailureOf(Client.Read(1))).Summary, Is.EqualTo("Veeva Vault: The reply is about another job."));
    }

    [TestCase("FAILURE", "INVALID_DATA", true)]
    [TestCase("FAILURE", "INSUFFICIENT_ACCESS", false)]
    [TestCase("FAILURE", "PARAMETER_REQUIRED", false)]
    [TestCase("EXCEPTION", "INVALID_DATA", false)]
    public async Task Only_refused_data_means_that_there_is_no_such_job(string status, string type, bool isMissing)
    {
        Service.On(JobLine(1), Wire.Failure(type, status: status));
        if (isMissing)
        {
            Assert.That(await RunAsync(Client.Read(1)), Is.Null);
        }
        else
        {
            Assert.That((await FailureOf(Client.Read(1))).ErrorCode, Is.EqualTo(type));
        }
    }

    [TestCase(1, 1)]
    [TestCase(200, 200)]
    [TestCase(201, 200)]
    [TestCase(null, 200)]
    public async Task A_page_holds_200_at_most(int? asked, int limit)
    {
        Service.On($"GET {Api}services/jobs/monitors?limit={limit}&offset=0", Wire.Page(0, false));
        var page = await RunAsync(Client.Page(new TaskFilter { States = [TaskState.Pending] }, null, new ReadOptions { PageSize = asked }));
        Assert.That((page.Tasks.Count, page.Next), Is.EqualTo((0, (ListPosition?)null)));
    }

    [Test]
    public async Task One_job_is_read_and_not_looked_for_in_lists()
    {
        Service.On(JobLine(1), Wire.Job(1, "QUEUED"));
        Assert.That((await RunAsync(Client.Page(new TaskFilter { Ids = [1] }))).Tasks, Has.Count.EqualTo(1));
        Assert.That(Service.Lines, Is.EqualTo(new[] { JobLine(1) }));
        Service.On(Monitors, Wire.Page(1, false, Wire.Row(1, "QUEUED")));
        Assert.That((await RunAsync(Client.Page(new TaskFilter { Ids = [1], Names = ["n"] }))).Tasks, Has.Count.EqualTo(1));
        Assert.That(Service.Lines[^1], Is.EqualTo(Monitors));
    }

    [Test]
    public async Task From_the_monitors_a_list_goes_on_to_the_histories()
    {
        Service.On(At(0), Wire.Page(3, true, Wire.Row(1, "QUEUED"), Wire.Row(2, "RUNNING"))).On(At(2), Wire.Page(3, false, Wire.Row(3, "QUEUED")));
        var client = Client;
        var first = await RunAsync(client.Page(new TaskFilter(), null, Two));
        var at = (VeevaVaultListPosition)first.Next!;
        Assert.That((at.Source, at.Offset, at.Total, at.GoesBack, at.IsByIds, at.Missing, at.Unfinished!.Count), Is.EqualTo((VeevaVaultJobList.Monitors, 2L, (long?)3, false, false, (ImmutableHashSet<TaskId>?)null, 2)));
        var second = await RunAsync(client.Page(new TaskFilter(), at, Two));
        var next = (VeevaVaultListPosition)second.Next!;
        Assert.That((next.Source, next.Offset, next.Total, next.GoesBack, next.Unfinished!.Count), Is.EqualTo((VeevaVaultJobList.Histories, 0L, (long?)null, false, 3)));
        Service.On(At(0, "histories"), Wire.Page(2, false, Wire.Row(2, "SUCCESS"), Wire.Row(9, "SUCCESS")));
        var last = await RunAsync(client.Page(new TaskFilter(), next with { GoesBack = true }, Two));
        Assert.That((last.Tasks.Single().Id.Value, last.Next), Is.EqualTo(("9", (ListPosition?)null)));
    }

    [Test]
    public async Task From_the_end_a_search_goes_on_at_the_beginning()
    {
        var here = Search([1, 2, 3, 8], offset: 4, start: 4) with { Total = 9, GoesBack = true, Idle = 4 };
        Service.On(At(4), Wire.Page(6, false, Wire.Row(7, "QUEUED"), Wire.Row(8, "QUEUED")));
        var next = (VeevaVaultListPosition)(await RunAsync(Client.Page(Ids(here), here, Two))).Next!;
        Assert.That((next.Offset, next.Total, next.GoesBack, next.HasWrapped, next.Idle, next.FirstHit, next.Start), Is.EqualTo((0L, (long?)6, false, true, 0L, (long?)null, 4L)));
        Assert.That(next.Missing, Is.EquivalentTo(new TaskId[] { 1, 2, 3 }));

        // Up to where it began, and only what is missing is new.
        Service.On(At(3, limit: 1), Wire.Page(6, true, Wire.Row(8, "QUEUED"), Wire.Row(2, "QUEUED")));
        var rest = await RunAsync(Client.Page(Ids(here), next with { Offset = 3 }, Two));
        Assert.That(rest.Tasks.Select(job => job.Id.Value), Is.EqualTo(new[] { "2" }));
        Assert.That(((NamedTasksPositionOf(rest.Next)).Order(), rest.Next is VeevaVaultListPosition), Is.EqualTo((new[] { "1", "3" }, false)));
    }

    // Jobs missing, jobs of the page, its total, what the search has found before, how far pages may show none; where it goes on.
    [TestCase(9, "1 2", 6, null, 0, "2")]
    [TestCase(9, "1 50", 6, null, 0, "2")]
    [TestCase(3, "1 50", 9, null, 0, "ids")]
    [TestCase(3, "1 2", 9, null, 0, "2")]
    [TestCase(3, "50 51", 9, null, 0, "ids")]
    [TestCase(3, "50 51", 9, null, 1, "2")]
    [TestCase(3, "50 51", 9, 0L, 1, "ids")]
    [TestCase(4, "50 51", 5, null, 0, "2")]
    [TestCase(2, "50 51", 5, null, 0, "ids")]
    [TestCase(3, "50 51", 5, null, 0, "2")]
    [TestCase(2, "1 2", 9, null, 0, "end")]
    public async Task A_search_goes_on_while_that_costs_less_than_to_ask(int missing, string jobs, int total, long? firstHit, int idle, string expected)
    {
        var here = Search([.. Enumerable.Range(1, missing)], offset: 0, start: 0) with { FirstHit = firstHit, Idle = idle };
        Service.On(At(0), Wire.Page(total, true, [.. jobs.Split(' ').Select(id => Wire.Row(long.Parse(id, null), "QUEUED"))]));
        var next = (await RunAsync(Client.Page(Ids(here), here, Two))).Next;
        Assert.That(next switch { null => "end", VeevaVaultListPosition at => $"{at.Offset}", _ => "ids" }, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_list_that_is_ordered_from_the_newest_begins_at_its_start()
    {
        var client = Client;
        await SearchAtTwo(client);
        await RunAsync(client.Page(new TaskFilter { Ids = [1, 2, 3] }, null, Two with { NewestFirst = true }));
        Assert.That(Service.Lines, Is.EqualTo(new[] { At(0) }));
    }

    [TestCase(2, false)]
    [TestCase(3, true)]
    public async Task Few_jobs_are_looked_for_from_the_start(int jobs, bool isAtTrail)
    {
        var client = Client;
        await SearchAtTwo(client);
        await RunAsync(client.Page(new TaskFilter { Ids = [.. Enumerable.Range(1, jobs).Select(id => TaskId.FromInt64(id))] }, null, Two));
        Assert.That(Service.Lines, Is.EqualTo(isAtTrail ? new[] { At(2, limit: 1), At(2) } : [At(0)]));
    }

    [Test]
    public async Task What_was_found_at_the_start_leaves_no_trail()
    {
        var client = Client;
        Service.On(At(0), Wire.Page(9, true, Wire.Row(1, "QUEUED"), Wire.Row(2, "QUEUED")));
        await RunAsync(client.Page(new TaskFilter { Ids = [1, 2, 3, 4] }, null, Two));
        await RunAsync(client.Page(new TaskFilter { Ids = [1, 2, 3, 4] }, null, Two));
        Assert.That(Service.Lines, Is.EqualTo(new[] { At(0), At(0) }));
    }

    private async Task SearchAtTwo(Opened client)
    {
        var here = Search([3, 4], offset: 2, start: 0);
        Service.On(At(0), Wire.Page(9, true, Wire.Row(1, "QUEUED"), Wire.Row(2, "QUEUED"))).On(At(2), Wire.Page(9, true, Wire.Row(3, "QUEUED"), Wire.Row(4, "QUEUED"))).On(At(2, limit: 1), Wire.Page(9, true, Wire.Row(3, "QUEUED")));
        await RunAsync(client.Page(Ids(here), here, Two));
        Service.ClearRequests();
    }

    private static VeevaVaultListPosition Search(int[] ids, int offset, int start) =>
        new(VeevaVaultJobList.Monitors, offset) { IsByIds = true, Start = start, Missing = [.. ids.Select(id => TaskId.FromInt64(id))] };

    private static TaskFilter Ids(VeevaVaultListPosition here) => new() { Ids = [.. here.Missing!] };

    private static string[] NamedTasksPositionOf(ListPosition? position) => [.. ((TaskCancellation.Http.NamedTasksPosition)position!).Ids.Select(id => id.Value)];

    private static string At(int offset, string list = "monitors", int limit = 2) => $"GET {Api}services/jobs/{list}?limit={limit}&offset={offset}";

    private static TaskSnapshot In(TaskState state) => new() { Id = 1, State = state };

    private sealed class Opened(HttpClient http, VeevaVaultTaskClientOptions options) : VeevaVaultTaskClient(http, options)
    {
        internal Task<TaskSnapshot?> Read(TaskId id) => ReadAsync(id, ReadOptions.Default, default);

        internal Task<TaskPage> Page(TaskFilter filter, ListPosition? from = null, ReadOptions? options = null) => ReadPageAsync(Translate(filter), from, options ?? ReadOptions.Default, default);

        internal string Described(CancelRequest request) => Describe(request);

        internal TaskFilter Restored(StoredTaskFilter filter) => Restore(filter);

        internal Task<CancelReply> Send(CancelRequest request) => SendCancelAsync(request, default);
    }
}
