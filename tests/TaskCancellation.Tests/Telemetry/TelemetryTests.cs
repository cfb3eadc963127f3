using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TaskCancellation.Http;
using TaskCancellation.Tests.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Telemetry;

/// <summary>What the OpenTelemetry SDK exports of cancels, waits, and requests, on the emulator of Meilisearch.</summary>
[TestFixture]
internal sealed class TelemetryTests
{
    private static readonly TaskFilter Movies = new() { Scopes = ["movies"] };

    [Test]
    public async Task A_cancel_by_filter_and_its_wait_are_spans_with_their_requests_below()
    {
        using var run = new ObservedRun();
        Add(run, 2);

        var report = await run.Clock.RunAsync(() => run.Client.CancelAndWaitAsync(Movies));

        var (cancel, wait) = (run.Spans.Single(span => span.DisplayName == "cancel"), run.Spans.Single(span => span.DisplayName == "wait"));
        Assert.Multiple(() =>
        {
            Assert.That(report.IsComplete, Is.True);
            Assert.That(Tags(cancel), Is.SupersetOf(new[] { "taskcancellation.service=Meilisearch", $"server.address={run.Client.Endpoint!.Host}", $"server.port={run.Client.Endpoint.Port}", "taskcancellation.selection=server_side", "taskcancellation.result=open" }));
            Assert.That(Tags(wait), Is.SupersetOf(new[] { "taskcancellation.service=Meilisearch", "taskcancellation.outcomes.Canceled=2", "taskcancellation.result=complete" }));
            Assert.That(wait.Context.TraceId, Is.EqualTo(cancel.Context.TraceId));
            Assert.That(wait.ParentSpanId, Is.EqualTo(cancel.SpanId));
            Assert.That(Below(run, cancel).Where(span => span != wait).Select(Shown).Distinct(), Is.EqualTo(new[] { $"GET {run.Client.Endpoint}tasks?* 200", $"POST {run.Client.Endpoint}tasks/cancel?* 200" }));
            Assert.That(Below(run, wait).Select(span => span.DisplayName), Is.Not.Empty.And.All.EqualTo("GET"));
            Assert.That(run.Spans.Select(span => span.Status), Is.All.EqualTo(ActivityStatusCode.Unset));
            Assert.That(run.Spans.Select(span => span.Kind).Distinct(), Is.EquivalentTo(new[] { ActivityKind.Internal, ActivityKind.Client }));
            Assert.That(run.Spans.Select(span => span.Source.Version), Is.All.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+"));
            Assert.That(run.Spans.SelectMany(Tags).Concat(run.Log.Lines.Select(line => line.Text)), Has.None.Contains("canary-key").And.None.Contains("movies"));
        });
    }

    [Test]
    public async Task In_a_trace_of_the_caller_a_wait_has_a_link_to_its_cancel()
    {
        using var run = new ObservedRun();
        Add(run, 1);
        using var caller = new Activity("stop the nightly job") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        var operation = await run.Clock.RunAsync(() => run.Client.CancelAsync(Movies));

        await run.Clock.RunAsync(() => operation.WaitForCompletionAsync());

        var (cancel, wait) = (run.Spans.Single(span => span.DisplayName == "cancel"), run.Spans.Single(span => span.DisplayName == "wait"));
        Assert.Multiple(() =>
        {
            Assert.That(new[] { cancel.ParentSpanId, wait.ParentSpanId }, Is.All.EqualTo(caller.SpanId));
            Assert.That(wait.Links.Select(link => link.Context.SpanId), Is.EqualTo(new[] { cancel.SpanId }));
        });
    }

    [Test]
    public async Task A_request_that_is_sent_again_is_a_span_of_its_own()
    {
        using var run = new ObservedRun();
        var uid = Add(run, 1)[0];
        run.Service.Faults.OnCall(1).Respond(EmulatedReply.Html(503));

        await run.Clock.RunAsync(() => run.Client.FindAsync(uid));

        Assert.Multiple(() =>
        {
            Assert.That(run.Spans.Select(Shown), Is.EqualTo(new[] { $"GET {run.Client.Endpoint}tasks/{uid} 503", $"GET {run.Client.Endpoint}tasks/{uid} 200" }));
            Assert.That(run.Spans.Select(span => span.Status), Is.EqualTo(new[] { ActivityStatusCode.Error, ActivityStatusCode.Unset }));
            Assert.That(run.Spans.Select(span => span.GetTagItem("http.request.resend_count")), Is.EqualTo(new object?[] { null, 1 }));
            Assert.That(run.Spans[0].GetTagItem("error.type"), Is.EqualTo("503"));
            Assert.That(run.Sums("taskcancellation.requests", "")[""], Is.EqualTo(2));
            Assert.That(run.Sums("taskcancellation.resends", "")[""], Is.EqualTo(1));
            Assert.That(run.Sums("taskcancellation.requests.in_flight", "")[""], Is.Zero);
            Assert.That(run.Log.Lines.Select(line => line.Id.Id), Is.EqualTo(new[] { 1 }));
        });
    }

    [Test]
    public async Task That_there_is_no_such_task_is_no_error()
    {
        using var run = new ObservedRun();

        var task = await run.Clock.RunAsync(() => run.Client.FindAsync(404));

        Assert.Multiple(() =>
        {
            Assert.That(task, Is.Null);
            Assert.That(run.Spans.Select(span => (span.Status, span.GetTagItem("error.type"), span.GetTagItem("http.response.status_code"))), Is.EqualTo(new (ActivityStatusCode, object?, object?)[] { (ActivityStatusCode.Unset, null, 404) }));
            Assert.That(run.Log.Lines.Select(line => line.Level), Has.None.GreaterThan(LogLevel.Debug));
        });
    }

    [Test]
    public async Task What_became_of_tasks_is_counted_by_verdict_and_logged()
    {
        using var run = new ObservedRun();
        var uids = Add(run, 3);

        await run.Clock.RunAsync(async () => await run.Client.WaitManyAsync(run.Client.CancelManyAsync([.. uids, 404])).ToListAsync());

        Assert.Multiple(() =>
        {
            Assert.That(run.Sums("taskcancellation.outcomes", "taskcancellation.verdict"), Is.EquivalentTo(new Dictionary<string, double> { ["Accepted"] = 3, ["Canceled"] = 3, ["NotFound"] = 2 }).Or.EquivalentTo(new Dictionary<string, double> { ["Accepted"] = 4, ["Canceled"] = 3, ["NotFound"] = 1 }));
            Assert.That(run.Sums("taskcancellation.operation.duration", "taskcancellation.operation"), Is.EquivalentTo(new Dictionary<string, double> { ["batch"] = 1, ["wait"] = 1 }));
            Assert.That(run.Spans.Where(span => span.Kind == ActivityKind.Client).Select(span => span.Parent?.DisplayName ?? Owner(run, span)), Is.Not.Empty.And.All.AnyOf("batch", "wait"));
            Assert.That(run.Log.Lines.Where(line => line.Id.Id == 4).Select(line => line.Text), Has.Some.Contains($"Meilisearch at {run.Client.Endpoint!.Authority}: wait is complete after").And.Some.Contains("3 Canceled"));
        });
    }

    [Test]
    public void A_failure_and_a_call_that_was_given_up_have_results_of_their_own()
    {
        using var run = new ObservedRun();
        run.Service.Faults.Always().Respond(EmulatedReply.Html(400));

        Assert.That(() => run.Clock.RunAsync(() => run.Client.PlanAsync(Movies)), Throws.InstanceOf<TaskRequestException>());
        Assert.That(() => run.Clock.RunAsync(() => run.Client.WaitForCompletionAsync(7, cancellationToken: new CancellationToken(canceled: true))), Throws.InstanceOf<OperationCanceledException>());

        Assert.Multiple(() =>
        {
            Assert.That(run.Spans.Where(span => span.Kind == ActivityKind.Internal).Select(span => (span.DisplayName, span.GetTagItem("taskcancellation.result"), span.Status)), Is.EqualTo(new (string, object?, ActivityStatusCode)[]
            {
                ("plan", "failed", ActivityStatusCode.Error),
                ("wait", "abandoned", ActivityStatusCode.Unset),
            }));
            Assert.That(run.Log.Lines.Where(line => line.Id.Id == 5), Has.Exactly(2).Items);
        });
    }

    [Test]
    public async Task The_readme_names_every_attribute_and_metric()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => instruments.Add(instrument) };
        listener.Start();
        using var run = new ObservedRun();
        Add(run, 2);
        run.Service.Faults.OnCall(1).Respond(EmulatedReply.Html(503));
        await run.Clock.RunAsync(() => run.Client.PlanAsync(Movies));
        await run.Clock.RunAsync(() => run.Client.CancelAndWaitAsync(Movies));
        await run.Clock.RunAsync(() => run.Client.WaitForCompletionAsync(0));

        var page = Repository.Read("src/TaskCancellation/README.md");
        Assert.Multiple(() =>
        {
            Assert.That(instruments.Where(one => one.Meter.Name == TaskCancellationTelemetry.MeterName).Select(one => $"| `{one.Name}` | `{one.Unit}` | {one.Description} |"), Is.Not.Empty.And.All.Matches<string>(page.Contains));
            Assert.That(run.Spans.SelectMany(span => span.TagObjects).Select(tag => tag.Key.StartsWith("taskcancellation.outcomes.", StringComparison.Ordinal) ? "taskcancellation.outcomes.<Verdict>" : tag.Key).Distinct(), Is.All.Matches<string>(key => page.Contains($"`{key}`", StringComparison.Ordinal)));
        });
    }

    [Test]
    public void A_request_that_nothing_observes_allocates_nothing()
    {
        var telemetry = new TaskTelemetry("Meilisearch", new Uri("https://search.example.com"), NullLogger.Instance);
        var call = new TaskHttpCall(TaskHttpRequest.Get("tasks"), new Uri("https://search.example.com/tasks"), CancellationToken.None) { BeganAt = 0, Errors = new RequestExceptionFactory(new ProbeDialect(), new Uri("https://search.example.com/"), new ProbeOptions()) };
        Send(telemetry, call, 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Send(telemetry, call, 1_000);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Send(TaskTelemetry telemetry, TaskHttpCall call, int times)
    {
        for (var sent = 0; sent < times; sent++)
        {
            using var sending = telemetry.Send(call);
        }
    }

    private static long[] Add(ObservedRun run, int count) => [.. Enumerable.Range(0, count).Select(_ => (long)run.Service.Add(new() { IndexUid = "movies", RunDuration = null }))];

    private static IEnumerable<Activity> Below(ObservedRun run, Activity parent) => run.Spans.Where(span => span.ParentSpanId == parent.SpanId);

    private static string? Owner(ObservedRun run, Activity span) => run.Spans.FirstOrDefault(one => one.SpanId == span.ParentSpanId)?.DisplayName;

    private static string Shown(Activity span) => $"{span.DisplayName} {span.GetTagItem("url.full")} {span.GetTagItem("http.response.status_code")}";

    private static IEnumerable<string> Tags(Activity span) => span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}");
}
