using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>One task, running or by its stored result.</summary>
[TestFixture]
internal sealed class ReadTests : ClientTest
{
    [TestCase(null, true, TaskState.Running, "running")]
    [TestCase(false, true, TaskState.Running, "running")]
    [TestCase(true, true, TaskState.Canceling, "cancelled")]
    [TestCase(null, false, TaskState.Running, "not cancellable")]
    [TestCase(false, false, TaskState.Running, "not cancellable")]
    [Category("ES-7.36")]
    [Category("ES-7.47")]
    public async Task A_task_that_runs(bool? cancelled, bool cancellable, TaskState state, string raw)
    {
        var task = await ReadAsync(Wire.Running(Wire.Task(cancelled: cancelled, cancellable: cancellable)));
        Assert.That((task.State, task.RawState, task.IsTerminal, task.IsEndUnknown), Is.EqualTo((state, raw, false, false)));
        Assert.That(Client.Lifecycle.Find(task), Is.Not.Null);
        Assert.That(Client.Lifecycle.CanCancel(task), Is.EqualTo(cancellable));
    }

    [TestCase("\"response\":{\"total\":1,\"canceled\":\"by user request\"}", TaskState.Canceled, "canceled")]
    [TestCase("\"response\":{\"total\":1}", TaskState.Succeeded, "response")]
    [TestCase("\"response\":{\"canceled\":null}", TaskState.Succeeded, "response")]
    [TestCase("\"response\":{\"slices\":[{\"canceled\":\"by user request\"},null,{\"type\":\"x\"}]}", TaskState.Failed, "error")]
    [TestCase("\"response\":{\"failures\":[{\"index\":\"i\",\"status\":409,\"cause\":{\"type\":\"x\"}}]}", TaskState.Failed, "error")]
    [TestCase("\"error\":{\"type\":\"task_cancelled_exception\",\"reason\":\"scrambled\"}", TaskState.Canceled, "canceled")]
    [TestCase("\"error\":{\"type\":\"a\",\"caused_by\":{\"type\":\"b\",\"caused_by\":{\"type\":\"task_cancelled_exception\"}}}", TaskState.Canceled, "canceled")]
    [TestCase("\"error\":{\"type\":\"a\",\"root_cause\":[{\"type\":\"task_cancelled_exception\"}]}", TaskState.Canceled, "canceled")]
    [TestCase("\"error\":{\"type\":\"search_phase_execution_exception\",\"failed_shards\":[{\"shard\":0,\"reason\":{\"type\":\"task_cancelled_exception\"}}]}", TaskState.Canceled, "canceled")]
    [TestCase("\"error\":{\"type\":\"index_not_found_exception\",\"reason\":\"no such index\"}", TaskState.Failed, "error")]
    [TestCase("\"error\":\"some text\"", TaskState.Failed, "error")]
    [Category("ES-7.40")]
    [Category("ES-7.42")]
    [Category("ES-7.43")]
    [Category("ES-7.59")]
    public async Task A_stored_result_says_how_it_ended(string result, TaskState state, string raw)
    {
        // The stored copy of the task says that it was not flagged, whatever happened; only the result counts.
        var task = await ReadAsync(Wire.Stored(result, Wire.Task(cancelled: false)));
        Assert.That((task.State, task.RawState, task.IsEndUnknown), Is.EqualTo((state, raw, false)));
        Assert.That(Client.Lifecycle.Find(task)!.CancelEffect, Is.EqualTo(CancelEffect.Refused));
    }

    [Test]
    [Category("ES-7.37")]
    [Category("Finding E11")]
    public async Task A_result_that_was_not_stored_or_is_none_leaves_the_end_unknown([Values] bool flagged, [Values("", "\"response\":\"done\"", "\"response\":[]")] string result)
    {
        var task = await ReadAsync(Wire.Stored(result, Wire.Task(cancelled: flagged)));
        Assert.That((task.State, task.RawState, task.IsEndUnknown, task.IsTerminal), Is.EqualTo((TaskState.Unknown, "unrecorded", true, true)));
        Assert.That(Client.Lifecycle.Find(task)!.IsTerminal, Is.True);
    }

    [Test]
    [Category("ES-7.40")]
    public async Task A_stored_error_is_the_failure()
    {
        var task = await ReadAsync(Wire.Stored("\"error\":{\"type\":\"index_not_found_exception\",\"reason\":\"no such index\"}"));
        Assert.That(task.Failure, Is.EqualTo(new TaskFailure("no such index", "index_not_found_exception")));
        Assert.That(DetailsOf(task).Error, Does.Contain("no such index"));
    }

    [Test]
    [Category("ES-7.39")]
    [Category("Inferred")]
    public async Task A_missing_task_index_is_a_task_not_found()
    {
        Service.On(ReadLine, Wire.NotThere());
        Assert.That(await RunAsync(Client.FindAsync(Wire.Id)), Is.Null);
    }

    [Test]
    public async Task Errors_without_details_are_read()
    {
        Service.On(ReadLine, EmulatedReply.Json(404, """{"error":"ResourceNotFoundException[task [nA1:88] isn't running]","status":404}"""));
        Assert.That(await RunAsync(Client.FindAsync(Wire.Id)), Is.Null);
    }

    [Test]
    public async Task A_page_of_a_proxy_is_not_a_task_not_found()
    {
        Service.On(ReadLine, EmulatedReply.Html(404));
        Assert.That((await FailureOf(Client.FindAsync(Wire.Id))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
    }

    [TestCase(429, "timeout_exception")]
    [TestCase(500, "timeout_exception")]
    [TestCase(500, "receive_timeout_transport_exception")]
    [Category("ES-7.38")]
    public async Task A_time_out_at_the_server_means_that_the_task_runs_on(int status, string type)
    {
        Service.On(CancelLine, Wire.Named(Wire.Task(cancelled: true)))
            .On(ReadLine, Wire.Error(status, type), Wire.Error(status, type), Wire.Stored("\"response\":{\"canceled\":\"by user request\"}"));
        Assert.That((await CancelAndWaitAsync()).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    [Category("ES-7.38")]
    public async Task A_time_out_at_the_server_is_not_a_throttling()
    {
        Service.On(ReadLine, Wire.Error(429, "timeout_exception"));
        Assert.That((await FailureOf(Client.FindAsync(Wire.Id))).Reason, Is.EqualTo(TaskErrorReason.ServerError));
        Service.On(ReadLine, Wire.Error(429, "es_rejected_execution_exception"));
        Assert.That((await FailureOf(Client.FindAsync(Wire.Id))).Reason, Is.EqualTo(TaskErrorReason.Throttled));
    }

    [Test]
    [Category("Inferred")]
    [Category("ES-7.57")]
    public async Task A_task_that_moved_is_followed_and_keeps_its_id()
    {
        Service.On("GET /_tasks/nB2%3A7", Wire.Running(Wire.Task("nB2:7", more: ",\"original_task_id\":\"nA1:88\",\"original_start_time_in_millis\":1758000000000")));
        var task = await ReadAsync(Wire.Stored("\"error\":{\"type\":\"task_relocated_exception\",\"relocated_task_id\":\"nB2:7\"}"));
        Assert.That((task.Id, task.State, DetailsOf(task).CurrentId), Is.EqualTo(((TaskId)Wire.Id, TaskState.Running, (TaskId)"nB2:7")));
    }

    [Test]
    [Category("Inferred")]
    public async Task Tasks_that_moved_in_a_circle_are_given_up()
    {
        var task = await ReadAsync(Wire.Stored("\"error\":{\"type\":\"task_relocated_exception\",\"relocated_task_id\":\"nA1:88\"}"));
        Assert.That(task.State, Is.EqualTo(TaskState.Failed));
    }

    [Test]
    [Category("ES-7.46")]
    [Category("ES-7.59")]
    public async Task What_products_and_versions_add_is_kept_or_passed_over()
    {
        const string Last = "nA1:9223372036854775807";
        Service.On("GET /_tasks/nA1%3A9223372036854775807", Wire.Running(Wire.Task(
            id: Last,
            opaqueId: "mine",
            start: long.MaxValue,
            more: ",\"status\":\"plain\",\"description\":\"\",\"cancellation_time_millis\":1758000000500,\"resource_stats\":{\"total\":{\"cpu_time_in_nanos\":1}},\"later\":{\"a\":[1]}")));
        var task = (await RunAsync(Client.FindAsync(Last)))!;
        var details = DetailsOf(task);
        Assert.Multiple(() =>
        {
            Assert.That(task.StartedAt, Is.Null);
            Assert.That(task.Progress, Is.Null);
            Assert.That((details.Status, details.Description, details.OpaqueId), Is.EqualTo(("\"plain\"", "", "mine")));
            Assert.That(details.CancellationStartedAt, Is.EqualTo(Wire.Start.AddMilliseconds(500)));
            Assert.That(details.ResourceStats, Does.Contain("cpu_time_in_nanos"));
            Assert.That(details.RunningTime, Is.EqualTo(TimeSpan.FromTicks(12345)));
        });
    }

    [TestCase("{\"completed\":false}")]
    [TestCase("{\"completed\":false,\"task\":null}")]
    [TestCase("{\"completed\":false,\"task\":{\"node\":\"a\"}}")]
    [TestCase("{\"completed\":fal")]
    [TestCase("<html></html>")]
    [TestCase("")]
    public async Task A_reply_that_is_no_task_is_an_error_of_the_protocol(string body)
    {
        Service.On(ReadLine, Wire.Ok(body));
        Assert.That((await FailureOf(Client.FindAsync(Wire.Id))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
    }

    [Test]
    public async Task Raw_json_is_kept_when_asked_for()
    {
        Service.On(ReadLine, Wire.Running(Wire.Task()));
        var task = await RunAsync(Client.FindAsync(Wire.Id, new ReadOptions { KeepRaw = true }));
        Assert.That(System.Text.Encoding.UTF8.GetString(task!.Raw.Span), Does.StartWith("{\"completed\":false"));
    }

    [TestCase("\"response\":{\"canceled\":\"by user request\"}", CancellationVerdict.Canceled)]
    [TestCase("\"response\":{}", CancellationVerdict.CompletedFirst)]
    [TestCase("\"error\":{\"type\":\"x\"}", CancellationVerdict.CompletedFirst)]
    [TestCase("", CancellationVerdict.Ended)]
    [TestCase(null, CancellationVerdict.Ended)]
    [Category("ES-7.42")]
    [Category("ES-7.43")]
    public async Task After_an_accepted_cancel_the_stored_result_decides(string? stored, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Named(Wire.Task(cancelled: true)))
            .On(ReadLine, Wire.Running(Wire.Task(cancelled: true)), stored is null ? Wire.NotThere() : Wire.Stored(stored));
        Assert.That((await CancelAndWaitAsync()).Verdict, Is.EqualTo(expected));
    }
}
