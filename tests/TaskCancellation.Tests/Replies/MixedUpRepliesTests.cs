using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Replies;

/// <summary>What a proxy that mixes up requests and replies makes of every service: no other task is taken for ours, none that was not meant is canceled, and no malformed id goes any further.</summary>
public sealed class MixedUpRepliesTests
{
    private static readonly WaitOptions Brief = new() { Timeout = TimeSpan.FromMinutes(2), Jitter = 0 };
    private static readonly CancelOptions Frozen = new() { Selection = CancelSelection.ClientSide };

    // The others read by id what is named by id, and check the rest themselves.
    private static readonly string[] EvaluatingScopes = ["CloudFoundry", "Elasticsearch", "Meilisearch"];

    private readonly VirtualClock clock = TestClock.Create();
    private MeddlingTransport proxy = null!;

    [SetUp]
    public void SetUp() => proxy = new MeddlingTransport(clock);

    [TearDown]
    public ValueTask TearDown() => proxy.DisposeAsync();

    private static IEnumerable<string> Names => Services.All;

    [TestCaseSource(nameof(Names))]
    [Category("Finding A1,Finding A2")]
    public async Task The_reply_about_another_task_is_not_taken_for_one_about_ours(string name)
    {
        await using var service = Services.Create(name, clock, proxy);
        var (ours, other) = (service.AddRunning(), service.AddEnded(TaskState.Succeeded));
        proxy.Redirect = request => request.Method == HttpMethod.Get && request.RequestUri!.Segments is [.., var last] && Uri.UnescapeDataString(last) == ours.Value
            ? new Uri(request.RequestUri.AbsoluteUri.Replace($"/{last}", $"/{Uri.EscapeDataString(other.Value)}", StringComparison.Ordinal))
            : null;

        var error = Assert.ThrowsAsync<TaskRequestException>(() => RunAsync(service, service.Client.FindAsync(ours)));
        var outcome = await RunAsync(service, service.Client.CancelAndWaitAsync(ours, Brief));

        Assert.Multiple(() =>
        {
            Assert.That((error!.Reason, error.Delivery), Is.EqualTo((TaskErrorReason.Protocol, RequestDelivery.Answered)));
            Assert.That(outcome.Verdict, Is.Not.AnyOf(CancellationVerdict.CompletedFirst, CancellationVerdict.AlreadyCanceled, CancellationVerdict.Ended, CancellationVerdict.NotFound));
            Assert.That(outcome.Snapshot?.Id ?? ours, Is.EqualTo(ours));
            Assert.That(proxy.Changes, Is.Positive);
        });
    }

    [Test]
    [Category("Finding A3")]
    public async Task A_list_whose_filter_was_dropped_on_the_way_cancels_nothing_that_was_not_meant([ValueSource(nameof(Names))] string name, [Values] bool byIds)
    {
        await using var service = Services.Create(name, clock, proxy);
        var (ours, other) = (service.AddRunning(), service.AddRunning(service.OtherScope));
        proxy.Redirect = request => request.Method == HttpMethod.Get && request.RequestUri!.Query.Length > 0 ? new Uri(request.RequestUri.GetLeftPart(UriPartial.Path)) : null;

        var error = await ErrorOfAsync(service, () => service.Client.CancelAsync(byIds ? new TaskFilter { Ids = [ours] } : service.FilterBy(service.Scope), Frozen));

        Assert.That(service.Truth(other), Is.AnyOf(TaskState.Pending, TaskState.Running));
        if (EvaluatingScopes.Contains(name) && (!byIds || name != "Elasticsearch"))
        {
            Assert.That(error?.Reason, Is.EqualTo(TaskErrorReason.Protocol));
            Assert.That(service.Emulator.Requests.Where(line => service.IsCancel(line.Request)), Is.Empty);
        }
    }

    [TestCase("Elasticsearch")]
    [TestCase("Meilisearch")]
    [Category("Finding A3")]
    public async Task Nor_does_a_cancel_that_is_left_to_the_service(string name)
    {
        await using var service = Services.Create(name, clock, proxy);
        var (ours, other) = (service.AddRunning(), service.AddRunning(service.OtherScope));
        proxy.Redirect = request => request.RequestUri!.Query.Length > 0 ? new Uri(request.RequestUri.GetLeftPart(UriPartial.Path)) : null;

        var error = await ErrorOfAsync(service, () => service.Client.CancelAsync(service.FilterBy(service.Scope), new CancelOptions { Selection = CancelSelection.ServerSide }));

        Assert.That(new[] { service.Truth(ours), service.Truth(other) }, Is.All.AnyOf(TaskState.Pending, TaskState.Running));
        Assert.That(error?.Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That(service.Emulator.Requests.Where(line => service.IsCancel(line.Request)), Is.Empty);
    }

    private static IEnumerable<TestCaseData> FiltersThatNoTaskShows()
    {
        yield return Of("CloudFoundry", service => new CloudFoundryTaskFilter { SpaceIds = [((CloudFoundryEmulator)service.Emulator).DefaultSpaceId] });
        yield return Of("CloudFoundry", service => new CloudFoundryTaskFilter { OrganizationIds = [((CloudFoundryEmulator)service.Emulator).DefaultOrganizationId] });
        yield return Of("Elasticsearch", _ => new ElasticsearchTaskFilter { Nodes = ["elsewhere"] });
        yield return Of("Elasticsearch", _ => new ElasticsearchTaskFilter { Nodes = ["else*", "10.9.*"] });

        static TestCaseData Of(string name, Func<ServiceHarness, TaskFilter> filter, [CallerArgumentExpression(nameof(filter))] string text = "") =>
            new TestCaseData(name, filter).SetArgDisplayNames(name, text[(text.IndexOf('{', StringComparison.Ordinal) + 2)..^2]);
    }

    [TestCaseSource(nameof(FiltersThatNoTaskShows))]
    [Category("Finding A3")]
    public async Task Nor_does_one_whose_filter_only_the_service_can_check(string name, Func<ServiceHarness, TaskFilter> filter)
    {
        await using var service = Services.Create(name, clock, proxy);
        service.AddRunning();
        proxy.Redirect = request => request.Method == HttpMethod.Get && request.RequestUri!.Query.Length > 0 ? new Uri(request.RequestUri.GetLeftPart(UriPartial.Path)) : null;

        var error = await ErrorOfAsync(service, () => service.Client.CancelAsync(filter(service), Frozen));

        Assert.That((error?.Reason, error?.Delivery), Is.EqualTo((TaskErrorReason.Protocol, RequestDelivery.Answered)));
        Assert.That(error, Has.Message.Contain("did not apply the filter").Or.Message.Contain("was not applied"));
        Assert.That(service.Emulator.Requests.Where(line => service.IsCancel(line.Request)), Is.Empty);
    }

    [TestCaseSource(nameof(Names))]
    [Category("Finding B1,Finding B2")]
    public async Task A_list_that_names_a_task_by_no_id_cancels_nothing(string name)
    {
        await using var service = Services.Create(name, clock, proxy);
        var ours = service.AddRunning();
        proxy.Rewrite = (request, body) => request.Method == HttpMethod.Get ? Malform(name, ours, body) : body;

        var error = await ErrorOfAsync(service, () => service.Client.CancelAsync(service.FilterBy(service.Scope), Frozen));

        Assert.That((error?.Reason, error?.Delivery), Is.EqualTo((TaskErrorReason.Protocol, RequestDelivery.Answered)));
        Assert.That(service.Emulator.Requests.Where(line => service.IsCancel(line.Request)), Is.Empty);
        Assert.That(proxy.Changes, Is.Positive);
    }

    [Test]
    [Category("Finding B1")]
    public async Task A_reply_to_a_cancel_that_names_another_task_or_none_is_not_believed([ValueSource(nameof(Names))] string name, [Values] bool another)
    {
        await using var service = Services.Create(name, clock, proxy);
        var (ours, other) = (service.AddRunning(), service.AddRunning());
        proxy.Rewrite = (request, body) => request.Method != HttpMethod.Post ? body : another ? Regex.Replace(body, $@"(?<![\w-]){Regex.Escape(Written(ours))}(?![\w-])", Written(other)) : Malform(name, ours, body);

        var outcomes = await RunAsync(service, service.Client.CancelManyAsync([ours, service.UnknownId]).ToListAsync().AsTask());

        Assert.That(outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(new[] { ours, service.UnknownId }));
        Assert.That(outcomes[0].Verdict, Is.AnyOf(CancellationVerdict.Accepted, CancellationVerdict.Canceled, CancellationVerdict.Indeterminate));
        Assert.That(outcomes[0].Snapshot?.Id ?? ours, Is.EqualTo(ours));
        Assert.That(service.Truth(other), Is.AnyOf(TaskState.Pending, TaskState.Running));
    }

    private static string Malform(string name, TaskId id, string body) => name switch
    {
        "CloudFoundry" or "TopazImage" => body.Replace(id.Value, "../../x", StringComparison.Ordinal),
        "Elasticsearch" => Regex.Replace(body, @"""node""\s*:\s*""[^""]+""", @"""node"":""a b"""),
        _ => Regex.Replace(body, $@"""(uid|taskUid|job_id|id)""\s*:\s*""?\d+""?", @"""$1"":-3"),
    };

    // Where an id is made of a node and a number, the number.
    private static string Written(TaskId id) => id.Value.Split(':')[^1];

    private static async Task<T> RunAsync<T>(ServiceHarness service, Task<T> task)
    {
        await service.RunAsync(task);
        return await task;
    }

    private static async Task<TaskRequestException?> ErrorOfAsync(ServiceHarness service, Func<Task> call)
    {
        try
        {
            await service.RunAsync(call());
            return null;
        }
        catch (TaskRequestException error)
        {
            return error;
        }
    }
}
