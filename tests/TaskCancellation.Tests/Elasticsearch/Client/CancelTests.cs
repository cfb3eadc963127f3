using System.Text.Json;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>Cancels by id, and what every shape of reply amounts to.</summary>
[TestFixture]
internal sealed class CancelTests : ClientTest
{
    private static readonly TaskTarget Remembered = new(Wire.Id, Wire.Reindex, Wire.Start);

    private const string GuardedLine = CancelLine + "?actions=indices%3Adata%2Fwrite%2Freindex";

    [Test]
    [Category("ES-7.1")]
    [Category("ES-7.28")]
    public async Task The_request_is_the_documented_one()
    {
        Service.On(CancelLine, Wire.FromFixture(200, "cancel-nodes.json"));
        await CancelAsync();

        using var seed = JsonDocument.Parse(Wire.Fixture("seed-request.json"));
        var request = Service.Requests.Single().Request;
        Assert.Multiple(() =>
        {
            Assert.That(request.Method, Is.EqualTo(seed.RootElement.GetProperty("method").GetString()));
            Assert.That(request.Path, Is.EqualTo("/_tasks/nA1%3A88/_cancel"));
            Assert.That(request.RawQuery, Is.Empty);
            Assert.That(request.Header("Authorization"), Is.EqualTo("ApiKey s3cret"));
            Assert.That(request.Header("Accept"), Is.EqualTo("application/json"));
            Assert.That(request.Header("Content-Type"), Is.Null);
            Assert.That(request.Body.Length, Is.Zero);
            Assert.That(request.Header("X-Opaque-Id"), Does.StartWith("TaskCancellation-"));
        });
    }

    [TestCase("cancel-nodes.json")]
    [TestCase("cancel-none.json")]
    [TestCase("cancel-parents.json")]
    [Category("ES-7.1")]
    [Category("ES-7.18")]
    public async Task Every_grouping_of_the_reply_is_read(string fixture)
    {
        Service.On(CancelLine, Wire.FromFixture(200, fixture));
        var outcome = await CancelAsync();
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Accepted));
            Assert.That((outcome.Snapshot!.State, outcome.Snapshot.RawState, outcome.Snapshot.Kind, outcome.Snapshot.StartedAt), Is.EqualTo((TaskState.Canceling, "cancelled", Wire.Reindex, (DateTimeOffset?)Wire.Start)));
            Assert.That(DetailsOf(outcome.Snapshot).RunningTime, Is.EqualTo(TimeSpan.FromSeconds(5.2)));
        });
    }

    [Test]
    [Category("ES-7.18")]
    public async Task What_the_reply_names_besides_is_collateral()
    {
        Service.On(CancelLine, Wire.FromFixture(200, "cancel-parents.json"));
        var operation = await RunAsync(Client.CancelAsync(Wire.Id));
        Assert.That(operation.Accepted.Collateral.Select(task => task.Id.Value), Is.EqualTo(new[] { "nB2:5", "nB2:6" }));
    }

    [Test]
    public async Task Every_attribute_of_the_documented_reply_is_read()
    {
        Service.On(CancelLine, Wire.FromFixture(200, "seed-reply.json"));
        var outcome = await CancelAsync();
        var details = DetailsOf(outcome.Snapshot!);
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Accepted));
            Assert.That(outcome.Snapshot!.ParentId, Is.EqualTo((TaskId?)"nA1:1"));
            Assert.That(outcome.Snapshot.Progress, Is.EqualTo(0.4));
            Assert.That((details.Node, details.CurrentId, details.Type, details.Description), Is.EqualTo(("nA1", (TaskId)"nA1:88", "transport", "reindex from [a] to [b]")));
            Assert.That((details.OpaqueId, details.IsCancelable, details.IsFlaggedCanceled), Is.EqualTo(("mine", (bool?)true, (bool?)true)));
        });
    }

    [TestCase("""{"nodes":{}}""")]
    [TestCase("""{"tasks":[]}""")]
    [TestCase("""{"tasks":{}}""")]
    public async Task A_reply_that_names_neither_the_task_nor_a_failure_leaves_it_in_doubt(string body)
    {
        Service.On(CancelLine, Wire.Ok(body));
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine }));
    }

    [Test]
    [Category("ES-7.14")]
    [Category("ES-7.47")]
    public async Task A_flag_that_is_not_shown_is_an_acknowledgement_all_the_same([Values(null, false)] bool? cancelled)
    {
        Service.On(CancelLine, Wire.Named(Wire.Task(cancelled: cancelled)));
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
    }

    [TestCase("resource_not_found_exception", "\"response\":{\"canceled\":\"by user request\"}", CancellationVerdict.AlreadyCanceled)]
    [TestCase("resource_not_found_exception", "\"response\":{\"total\":1}", CancellationVerdict.CompletedFirst)]
    [TestCase("resource_not_found_exception", "\"error\":{\"type\":\"x\"}", CancellationVerdict.CompletedFirst)]
    [TestCase("resource_not_found_exception", "", CancellationVerdict.Ended)]
    [TestCase("resource_not_found_exception", null, CancellationVerdict.NotFound)]
    [TestCase("no_such_node_exception", "\"response\":{\"canceled\":\"by user request\"}", CancellationVerdict.AlreadyCanceled)]
    [TestCase("no_such_node_exception", null, CancellationVerdict.NotFound)]
    [TestCase("illegal_argument_exception", null, CancellationVerdict.NotFound)]
    [TestCase("illegal_argument_exception", "\"response\":{}", CancellationVerdict.CompletedFirst)]
    [Category("ES-7.15")]
    [Category("ES-7.24")]
    public async Task A_task_that_does_not_run_is_read_up(string type, string? stored, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.NodeFailure(type)).On(ReadLine, stored is null ? Wire.NotThere() : Wire.Stored(stored));
        var outcome = await CancelAsync();
        Assert.That(outcome.Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, ReadLine }));
    }

    [Test]
    [Category("ES-7.5")]
    [Category("ES-7.39")]
    public async Task The_contracts_not_found_is_told_with_its_words()
    {
        Service.On(CancelLine, Wire.FromFixture(200, "cancel-not-found.json")).On(ReadLine, Wire.NotThere());
        var outcome = await CancelAsync();
        Assert.That((outcome.Verdict, outcome.Error!.ErrorCode, outcome.Error.StatusCode), Is.EqualTo((CancellationVerdict.NotFound, "resource_not_found_exception", (int?)200)));
        Assert.That(outcome.Error.Message, Does.Contain("task [nA1:88] is not found"));
    }

    [Test]
    [Category("ES-7.21")]
    public async Task A_task_that_cannot_be_canceled_is_known_by_what_it_says_of_itself_not_by_the_words_of_the_refusal()
    {
        Service.On(CancelLine, Wire.NodeFailure("illegal_argument_exception", "scrambled")).On(ReadLine, Wire.Running(Wire.Task(cancelled: null, cancellable: false)));
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(CancellationVerdict.NotCancelable));
    }

    [TestCase("illegal_argument_exception", false, CancellationVerdict.Rejected)]
    [TestCase("resource_not_found_exception", false, CancellationVerdict.Indeterminate)]
    [TestCase("node_disconnected_exception", false, CancellationVerdict.Indeterminate)]
    [TestCase("node_disconnected_exception", true, CancellationVerdict.Accepted)]
    public async Task A_failure_of_the_node_while_the_task_runs(string type, bool flagged, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.NodeFailure(type)).On(ReadLine, Wire.Running(Wire.Task(cancelled: flagged)));
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(expected));
    }

    [Test]
    [Category("ES-7.52")]
    public async Task A_refusal_within_a_success_is_denied_and_not_read_up()
    {
        Service.On(CancelLine, Wire.NodeFailure("security_exception", "action [cluster:admin/tasks/cancel[n]] is unauthorized"));
        var outcome = await CancelAsync();
        Assert.That((outcome.Verdict, outcome.Error!.Reason), Is.EqualTo((CancellationVerdict.Denied, TaskErrorReason.Authorization)));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine }));
    }

    [TestCase("status_exception", false, CancellationVerdict.Rejected)]
    [TestCase("status_exception", true, CancellationVerdict.Accepted)]
    [TestCase("status_exception", null, CancellationVerdict.Indeterminate)]
    [TestCase("illegal_state_exception", null, CancellationVerdict.Accepted)]
    [TestCase("illegal_state_exception", true, CancellationVerdict.Accepted)]
    [TestCase("illegal_state_exception", false, CancellationVerdict.Rejected)]
    [Category("ES-7.29")]
    [Category("ES-7.32")]
    public async Task A_failure_of_the_task_is_settled_by_its_flag(string type, bool? flagged, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.TaskFailure(type)).On(ReadLine, Wire.Running(Wire.Task(cancelled: flagged)));
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(expected));
    }

    [Test]
    [Category("ES-7.57")]
    public async Task A_task_on_the_move_is_a_refusal_to_try_again()
    {
        Service.On(CancelLine, Wire.FromFixture(200, "cancel-relocating.json")).On(ReadLine, Wire.Running(Wire.Task()));
        var outcome = await CancelAsync();
        Assert.That((outcome.Verdict, outcome.Error!.IsTransient), Is.EqualTo((CancellationVerdict.Rejected, true)));
    }

    [TestCase("resource_not_found_exception", CancellationVerdict.Rejected)]
    [TestCase("illegal_argument_exception", CancellationVerdict.Rejected)]
    [TestCase("node_disconnected_exception", CancellationVerdict.Indeterminate)]
    public async Task Where_the_task_cannot_be_read_the_failure_alone_decides(string type, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.NodeFailure(type)).On(ReadLine, Wire.Error(403, "security_exception"));
        var outcome = await CancelAsync();
        Assert.That(outcome.Verdict, Is.EqualTo(expected));
        Assert.That(outcome.Error!.Message, Does.Contain("Reading back what became of it failed too"));
    }

    [Test]
    [Category("ES-7.45")]
    [Category("Inferred")]
    public async Task A_remembered_task_is_read_first_and_canceled_as_what_it_is()
    {
        Service.On(ReadLine, Wire.Running(Wire.Task())).On(GuardedLine, Wire.Named(Wire.Task(cancelled: true)));
        Assert.That((await CancelAsync(Remembered)).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Service.Lines, Is.EqualTo(new[] { ReadLine, GuardedLine }));
    }

    [TestCase("indices:data/read/search", Wire.StartMillis)]
    [TestCase(Wire.Reindex, Wire.StartMillis + 1)]
    [Category("ES-7.45")]
    [Category("Inferred")]
    public async Task Another_task_under_the_id_is_never_canceled(string action, long start)
    {
        Service.On(ReadLine, Wire.Running(Wire.Task(action: action, start: start)));
        var outcome = await CancelAsync(Remembered);
        Assert.That((outcome.Verdict, outcome.IdentityMismatch), Is.EqualTo((CancellationVerdict.NotFound, true)));
        Assert.That(Service.Lines, Is.EqualTo(new[] { ReadLine }));
    }

    [Test]
    [Category("ES-7.45")]
    [Category("Inferred")]
    public async Task Another_task_that_only_the_reply_shows_leaves_a_doubt()
    {
        Service.On(ReadLine, Wire.Running(Wire.Task())).On(GuardedLine, Wire.Named(Wire.Task(cancelled: true, start: Wire.StartMillis + 1)));
        var outcome = await CancelAsync(Remembered);
        Assert.That((outcome.Verdict, outcome.IdentityMismatch), Is.EqualTo((CancellationVerdict.Indeterminate, true)));
    }

    [Test]
    [Category("ES-7.22")]
    public async Task Another_kind_that_the_server_itself_spared_means_that_the_task_is_gone()
    {
        Service.On(ReadLine, Wire.Running(Wire.Task()), Wire.Running(Wire.Task(action: "indices:data/read/search")))
            .On(GuardedLine, Wire.NodeFailure("illegal_argument_exception"));
        var outcome = await CancelAsync(Remembered);
        Assert.That((outcome.Verdict, outcome.IdentityMismatch), Is.EqualTo((CancellationVerdict.NotFound, true)));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("*")]
    [TestCase("a,b")]
    [Category("ES-7.16")]
    public async Task A_kind_that_the_server_would_widen_is_never_sent(string kind)
    {
        var outcome = await CancelAsync(new TaskTarget(Wire.Id, kind));
        Assert.That((outcome.Verdict, outcome.Error!.Delivery), Is.EqualTo((CancellationVerdict.NotAttempted, RequestDelivery.NotSent)));
        Assert.That(Service.Lines, Is.Empty);
    }

    [TestCase("\"response\":{\"canceled\":\"by user request\"}", Wire.StartMillis, CancellationVerdict.Canceled)]
    [TestCase("\"response\":{\"total\":1}", Wire.StartMillis, CancellationVerdict.CompletedFirst)]
    [TestCase("\"response\":{\"canceled\":\"by user request\"}", Wire.StartMillis - 1, CancellationVerdict.Ended)]
    [TestCase(null, 0, CancellationVerdict.Ended)]
    [Category("ES-7.6")]
    [Category("Finding E15")]
    public async Task The_server_waits_when_asked_to_and_the_record_is_read(string? stored, long start, CancellationVerdict expected)
    {
        Service.On(CancelLine + "?wait_for_completion=true", Wire.FromFixture(200, "cancel-nodes.json")).On(ReadLine, stored is null ? Wire.NotThere() : Wire.Stored(stored, Wire.Task(start: start)));
        var outcome = await CancelAsync(client: CreateClient(configure: options => options.CancelLongPollTimeout = TimeSpan.FromSeconds(5)));
        Assert.That(outcome.Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine + "?wait_for_completion=true", ReadLine }));
    }

    [Test]
    [Category("Finding E15")]
    public async Task A_record_that_cannot_be_read_leaves_an_end_that_is_not_known_and_says_why()
    {
        Service.On(CancelLine + "?wait_for_completion=true", Wire.FromFixture(200, "cancel-nodes.json")).On(ReadLine, Wire.Error(403, "security_exception"));
        var outcome = await CancelAsync(client: CreateClient(configure: options => options.CancelLongPollTimeout = TimeSpan.FromSeconds(5)));
        Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo((CancellationVerdict.Ended, (TaskErrorReason?)TaskErrorReason.Authorization)));
    }

    [Test]
    [Category("ES-7.7")]
    public async Task A_server_that_waits_without_end_is_asked_again_without_the_wait()
    {
        Service.On(CancelLine + "?wait_for_completion=true", Wire.FromFixture(200, "cancel-nodes.json")).On(CancelLine, Wire.FromFixture(200, "cancel-nodes.json"));
        Service.Faults.OnCall(1).Delay(TimeSpan.FromHours(2));
        var start = Clock.GetUtcNow();
        var outcome = await CancelAsync(client: CreateClient(configure: options => options.CancelLongPollTimeout = TimeSpan.FromSeconds(5)));
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Clock.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromSeconds(5)).Within(TimeSpan.FromSeconds(1)));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine + "?wait_for_completion=true", CancelLine }));
    }

    [Test]
    public void A_token_that_fires_while_the_server_waits_ends_the_call()
    {
        Service.Faults.OnCall(1).Delay(TimeSpan.FromHours(2));
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(1), Clock);
        var client = CreateClient(configure: options => options.CancelLongPollTimeout = TimeSpan.FromSeconds(5));
        Assert.That(() => RunAsync(client.CancelAsync((TaskTarget)Wire.Id, source.Token)), Throws.InstanceOf<OperationCanceledException>());
    }
}
