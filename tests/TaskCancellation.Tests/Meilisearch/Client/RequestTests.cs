using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>What goes out, byte for byte, against requests written by hand.</summary>
public sealed class RequestTests : ClientTest
{
    private static readonly DateTimeOffset Instant = new DateTimeOffset(2024, 8, 8, 16, 37, 9, 971, TimeSpan.Zero).AddTicks(7721);
    private static readonly DateTimeOffset Early = new(2024, 8, 8, 16, 37, 9, 971, TimeSpan.Zero);
    private static readonly TimeRange ADay = TimeRange.After(Early).And(TimeRange.Before(Early.AddDays(1)));

    // What a filter by no kind means, on Meilisearch 1.41.
    private const string Unprotected = "documentAdditionOrUpdate,documentEdition,documentDeletion,settingsUpdate,indexCreation,indexDeletion,indexUpdate,indexSwap,taskDeletion,dumpCreation,snapshotCreation,export,indexCompaction";

    private static readonly TestCaseData[] FilterCancels =
    [
        Case("ids-at-server", new TaskFilter { Ids = [231, 423, 598] }),
        Case("batches", new MeilisearchTaskFilter { BatchIds = [0, uint.MaxValue] }),
        Case("kinds", new TaskFilter { Kinds = ["documentAdditionOrUpdate", "documentDeletion"] }),
        Case("states", new TaskFilter { States = [TaskState.Pending] }),
        Case("indexes", new TaskFilter { Scopes = ["movies", "movie_reviews-2024"] }),
        Case("enqueued-before", new TaskFilter { Enqueued = TimeRange.Before(Instant) }),
        Case("enqueued-at-or-before", new TaskFilter { Enqueued = TimeRange.AtOrBefore(Instant) }),
        Case("enqueued-after", new TaskFilter { Enqueued = TimeRange.After(Instant) }),
        Case("enqueued-at-or-after", new TaskFilter { Enqueued = TimeRange.AtOrAfter(Instant) }),
        Case("started-between", new TaskFilter { Started = TimeRange.AtOrAfter(Instant).And(TimeRange.AtOrBefore(Instant)) }),
        Case("finished-between", new TaskFilter { Finished = TimeRange.After(Instant).And(TimeRange.Before(Instant.AddDays(1))) }),
        Case("everything", TaskFilter.All),
        Case("at-or-after-all-time", new TaskFilter { Enqueued = TimeRange.AtOrAfter(DateTimeOffset.MinValue).And(TimeRange.Before(Instant)) }),
        Case("after-the-first-instant", new TaskFilter { Enqueued = TimeRange.After(DateTimeOffset.MinValue).And(TimeRange.Before(Instant)) }),
        Case("at-or-before-all-time", new TaskFilter { Enqueued = TimeRange.AtOrBefore(DateTimeOffset.MaxValue).And(TimeRange.After(Instant)) }),
        Case("before-the-last-instant", new TaskFilter { Enqueued = TimeRange.Before(DateTimeOffset.MaxValue).And(TimeRange.After(Instant)) }),
        Case("local-first-instant", new TaskFilter { Enqueued = TimeRange.AtOrAfter(new DateTimeOffset(DateTime.MinValue, TimeSpan.FromHours(-1))).And(TimeRange.Before(Instant)) }),
        Case("local-last-instant", new TaskFilter { Enqueued = TimeRange.AtOrBefore(new DateTimeOffset(DateTime.MaxValue, TimeSpan.FromHours(1))).And(TimeRange.After(Instant)) }),
    ];

    [TestCaseSource(nameof(FilterCancels))]
    public async Task A_cancel_by_filter_is_sent_as(string fixture, TaskFilter filter)
    {
        await Run(Client.CancelAsync(filter, new CancelOptions { Selection = CancelSelection.ServerSide, AllowAll = true }));
        Assert.That(Posts, Has.Count.EqualTo(1));
        Assert.That(Posts[0], Does.Match(Expected(fixture)));
        Assert.That(Server.Requests[^1].Status, Is.EqualTo(200));
    }

    [Test]
    public async Task All_parameters_of_the_service_are_sent_in_one_request()
    {
        var filter = new MeilisearchTaskFilter
        {
            BatchIds = [231, 423, 598],
            CanceledBy = [374],
            Kinds = ["documentDeletion", "indexSwap"],
            States = [TaskState.Pending, TaskState.Running],
            Scopes = ["movies", "theater"],
            Enqueued = ADay,
            Started = ADay,
            Finished = ADay,
        };
        await Run(Client.CancelAsync(filter, new CancelOptions { Selection = CancelSelection.ServerSide }));
        Assert.That(Posts, Has.Count.EqualTo(1).And.All.Match(Expected("every-parameter")));
        Assert.That(Server.Requests[^1].Status, Is.EqualTo(200));
    }

    [Test]
    [Category("MS-8.6")]
    public async Task A_cancel_never_carries_what_only_lists_take()
    {
        Add();
        await Cancel(new TaskFilter { Scopes = ["movies"] });
        Add();
        await Cancel(new TaskFilter { Scopes = ["movies"] }, CancelSelection.ClientSide);
        Assert.That(Posts, Has.Count.EqualTo(2).And.All.Not.Match("[?&](limit|from|reverse)="));
    }

    [Test]
    public async Task The_sample_of_the_documentation_is_sent_as_it_stands_there()
    {
        AddOpen();
        AddOpen();
        AddOpen();
        await Run(Client.CancelAsync(new TaskFilter { Ids = [1, 2] }, new CancelOptions { Selection = CancelSelection.ClientSide }));
        Assert.That(Posts[0].Split("?uids=")[1].Split(',').Order(), Is.EqualTo(new[] { "1", "2" }));
        Assert.That(Posts[0], Has.Length.EqualTo(Fixture("requests/seed-sample.txt").TrimEnd().Length));
    }

    [Test]
    public async Task One_target_is_one_uid()
    {
        await Run(Client.CancelAsync((TaskTarget)uint.MaxValue));
        Assert.That(Sent, Is.EqualTo(new[] { Fixture("requests/one-id.txt").TrimEnd() }));
    }

    [Test]
    public async Task Lists_and_reads_are_sent_as()
    {
        await List(TaskFilter.All);
        await List(new MeilisearchTaskFilter { Ids = [7, 9], BatchIds = [1], CanceledBy = [3], Kinds = ["indexSwap"], States = [TaskState.Canceled], Scopes = ["movies"] }, new ReadOptions { PageSize = 50 });
        await Run(Client.FindAsync(147));
        Assert.That(Sent, Is.EqualTo(new[] { Line("list-default"), Line("list-everything-named"), Line("read-one") }));
    }

    [Test]
    public async Task The_mark_is_a_new_number_every_time()
    {
        var filter = new TaskFilter { Scopes = ["movies"] };
        for (var at = 0; at < 5; at++)
        {
            await Run(Client.CancelAsync(filter));
        }

        Assert.That(Posts, Has.Count.EqualTo(5).And.Unique);
    }

    [Test]
    public async Task The_mark_does_not_change_what_is_addressed()
    {
        Server.Add(new() { EnqueuedAt = DateTimeOffset.UnixEpoch.AddSeconds(1), RunDuration = null });
        Server.Add(new() { EnqueuedAt = DateTimeOffset.MaxValue.AddSeconds(-1), RunDuration = null });
        var report = await Cancel(new TaskFilter { Scopes = ["movies"] }, CancelSelection.ServerSide);
        Assert.That(Verdicts(report), Is.EqualTo("1:Canceled 0:Canceled"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_cancel_has_no_body_and_names_the_key_in_one_way(bool byFilter)
    {
        using var probe = new HeaderProbe(Server);
        using var http = new HttpClient(probe, disposeHandler: false) { BaseAddress = Server.BaseAddress };
        var options = new MeilisearchTaskClientOptions { ApiKey = "s3cret_key-1" };
        options.UseTimeProvider(Clock);
        using var client = new MeilisearchTaskClient(http, options);
        await Run(byFilter ? client.CancelAsync(new TaskFilter { Scopes = ["movies"] }) : client.CancelAsync((TaskTarget)1));
        Assert.That(probe.Authorization, Is.EqualTo("Bearer s3cret_key-1"));
        Assert.That(probe.ContentLength ?? 0, Is.Zero);
        Assert.That(probe.ContentType, Is.Null);
        Assert.That(Server.Requests[^1].Request.Body.Length, Is.Zero);
        Assert.That(Server.Requests[^1].Request.Header("Accept"), Is.EqualTo("application/json"));
    }

    [Test]
    public async Task A_request_that_must_not_be_repeated_carries_content_of_zero_length()
    {
        using var probe = new HeaderProbe(Server);
        using var http = new HttpClient(probe, disposeHandler: false) { BaseAddress = Server.BaseAddress };
        var options = new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.None };
        options.UseTimeProvider(Clock);
        using var client = new MeilisearchTaskClient(http, options);
        await Run(client.CancelAsync(new TaskFilter { Scopes = ["movies"] }));
        Assert.That(probe.ContentLength, Is.Zero);
        Assert.That(probe.Authorization, Is.Null);
    }

    [Test]
    public async Task A_path_in_the_endpoint_stays()
    {
        await Run(NewClient(configure: options => options.Endpoint = new Uri("http://localhost:7700/search/v1")).CancelAsync((TaskTarget)1));
        Assert.That(Posts, Has.Count.EqualTo(1).And.All.EqualTo("POST /search/v1/tasks/cancel?uids=1"));
    }

    private static TestCaseData Case(string fixture, TaskFilter filter) => new TestCaseData(fixture, filter).SetArgDisplayNames(fixture);

    private static string Line(string fixture) => Fixture($"requests/{fixture}.txt").TrimEnd();

    private static string Expected(string fixture) => $"^{Regex.Escape(Line(fixture)).Replace(@"\{nonce}", "[0-9]{9}", StringComparison.Ordinal).Replace(@"\{kinds}", Unprotected, StringComparison.Ordinal)}$";

    /// <summary>Notes what the headers of a cancel are before the emulator reads it.</summary>
    private sealed class HeaderProbe(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        internal string? Authorization { get; private set; }

        internal long? ContentLength { get; private set; }

        internal MediaTypeHeaderValue? ContentType { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post)
            {
                Authorization = request.Headers.Authorization?.ToString();
                ContentLength = request.Content?.Headers.ContentLength;
                ContentType = request.Content?.Headers.ContentType;
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
