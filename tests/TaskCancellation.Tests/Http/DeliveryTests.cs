using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Http;

/// <summary>How far a cancel got is known, whatever handlers stand between the client and the network: every service, in a container.</summary>
public sealed class DeliveryTests
{
    private ServiceHarness service = null!;

    public static IEnumerable<string> All => Services.All;

    [TearDown]
    public ValueTask TearDown() => service.DisposeAsync();

    [Test]
    [Category("Finding C1")]
    public async Task Under_the_standard_resilience_handler_the_answer_of_the_one_pass_reaches_the_caller(
        [ValueSource(nameof(All))] string name, [Values(429, 503, 500, 502)] int status)
    {
        service = Services.Create(name);
        var id = service.AddRunning();
        service.Emulator.Faults.When(service.IsCancel).Respond(EmulatedReply.Html(status).WithRetryAfter(TimeSpan.FromSeconds(20)));
        await using var provider = Build(name, builder => builder.AddStandardResilienceHandler(Impatient));

        var outcome = await CancelAsync(provider, name, id);

        Assert.Multiple(() =>
        {
            Assert.That((outcome.Error?.StatusCode, outcome.Error?.RetryAfter, outcome.Error?.Delivery), Is.EqualTo(((int?)status, (TimeSpan?)TimeSpan.FromSeconds(20), (RequestDelivery?)RequestDelivery.Answered)));
            Assert.That(outcome.Error?.Reason, Is.EqualTo(status == 429 ? TaskErrorReason.Throttled : TaskErrorReason.ServerError));
            Assert.That(outcome.Verdict, Is.EqualTo(status == 429 ? CancellationVerdict.Rejected : CancellationVerdict.Indeterminate));
        });
    }

    [Test]
    [Category("Finding C1")]
    public async Task A_try_is_seen_once_by_the_service_and_its_success_is_one([ValueSource(nameof(All))] string name, [Values] bool hedges)
    {
        service = Services.Create(name);
        var id = service.AddRunning();
        await using var provider = Build(name, builder => _ = hedges ? (object)builder.AddStandardHedgingHandler() : builder.AddStandardResilienceHandler(Impatient));

        var outcome = await CancelAsync(provider, name, id);

        Assert.That(outcome.Verdict, Is.AnyOf(CancellationVerdict.Accepted, CancellationVerdict.Canceled), outcome.Error?.ToString());
        Assert.That(service.Emulator.Requests.Count(line => service.IsCancel(line.Request)), Is.EqualTo(1));
    }

    [Test]
    [Category("Finding C1")]
    public async Task A_pause_of_a_handler_that_outlasts_the_try_does_not_hide_the_answer([ValueSource(nameof(All))] string name)
    {
        service = Services.Create(name);
        var id = service.AddRunning();
        service.Emulator.Faults.When(service.IsCancel).Respond(EmulatedReply.Empty(429));
        await using var provider = Build(name, builder => builder.AddHttpMessageHandler(() => new PausingHandler(service.Clock)));

        var outcome = await CancelAsync(provider, name, id);

        Assert.That((outcome.Error?.Reason, outcome.Verdict), Is.EqualTo(((TaskErrorReason?)TaskErrorReason.Throttled, CancellationVerdict.Rejected)), outcome.Error?.ToString());
    }

    private static IEnumerable<TestCaseData> Rejections() =>
        from name in Services.All
        from failure in new (string Name, Exception Exception, bool IsPassing)[]
        {
            ("breaker", new BrokenCircuitException("The circuit is open."), true),
            ("limiter", new RateLimiterRejectedException("Too much."), true),
            ("token handler", new InvalidOperationException("No token."), false),
            ("token server", new HttpRequestException("The token server is down."), true),
            ("token server refuses", new HttpRequestException("No.", null, HttpStatusCode.BadRequest), true),
        }
        select new TestCaseData(name, failure.Exception, failure.IsPassing).SetArgDisplayNames(name, failure.Name);

    [TestCaseSource(nameof(Rejections))]
    [Category("Finding C2")]
    public async Task What_a_handler_stops_was_not_sent(string name, Exception failure, bool isPassing)
    {
        service = Services.Create(name);
        var id = service.AddRunning();
        await using var provider = Build(name, builder => builder.AddHttpMessageHandler(() => new ThrowingHandler(failure)));

        var outcome = await CancelAsync(provider, name, id);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.NotAttempted));
            Assert.That((outcome.Error?.Delivery, outcome.Error?.IsTransient, outcome.Error?.StatusCode), Is.EqualTo(((RequestDelivery?)RequestDelivery.NotSent, (bool?)isPassing, (int?)null)));
            Assert.That(outcome.Error?.Message, Does.Contain(failure.Message.TrimEnd('.')));
            Assert.That(service.Emulator.Requests, Is.Empty);
        });
    }

    [TestCaseSource(nameof(All))]
    [Category("Finding C2")]
    public async Task A_breaker_that_has_opened_is_waited_for(string name)
    {
        service = Services.Create(name);
        var id = service.AddRunning();
        var failures = 2;
        await using var provider = Build(name, builder => builder.AddHttpMessageHandler(() => new ThrowingHandler(new BrokenCircuitException("The circuit is open."), () => failures-- > 0)));

        var task = provider.GetRequiredKeyedService<TaskClient>(name).WaitForCompletionAsync(id, new WaitOptions { Timeout = TimeSpan.FromMinutes(10) });
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        service.Finish(id);
        await service.RunAsync(task);

        Assert.That((await task).State, Is.EqualTo(TaskState.Succeeded));
    }

    [TestCaseSource(nameof(All))]
    [Category("Finding C4")]
    public void After_its_disposal_a_client_says_so(string name)
    {
        service = Services.Create(name);
        var id = service.AddRunning();
        var client = service.Client;
        ((IDisposable)client).Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(() => client.FindAsync(id), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => client.CancelAsync(id), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => client.CancelAndWaitAsync(id), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => client.WaitForCompletionAsync(id), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => client.CancelManyAsync([id]).ToListAsync().AsTask(), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => client.ListAsync(service.FilterBy(service.Scope)).ToListAsync().AsTask(), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => client.GetServiceInfoAsync(), Throws.TypeOf<ObjectDisposedException>());
        });
    }

    [TestCaseSource(nameof(All))]
    [Category("Finding C4")]
    public async Task With_an_HTTP_client_that_was_disposed_nothing_was_sent(string name)
    {
        service = Services.Create(name);
        var id = service.AddRunning();
        var http = service.Emulator.CreateClient();
        var client = ServiceClients.Create(name, http, () => ValueTask.FromResult(service.Key), service.Clock);
        http.Dispose();

        var operation = client.CancelAsync(id);
        await service.RunAsync(operation);
        var outcome = (await operation).Accepted.Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Error?.Delivery), Is.EqualTo((CancellationVerdict.NotAttempted, (RequestDelivery?)RequestDelivery.NotSent)));
    }

    private static void Impatient(Microsoft.Extensions.Http.Resilience.HttpStandardResilienceOptions options) => options.Retry.DelayGenerator = static _ => ValueTask.FromResult<TimeSpan?>(TimeSpan.Zero);

    private ServiceProvider Build(string name, Action<IHttpClientBuilder> configure)
    {
        var services = new ServiceCollection();
        var builder = ServiceClients.Add(services, name, service.Emulator.BaseAddress, service.Key, service.Clock)
            .ConfigurePrimaryHttpMessageHandler(() => new Kept(service.Emulator));
        configure(builder);
        return services.BuildServiceProvider();
    }

    private async Task<CancellationOutcome> CancelAsync(ServiceProvider provider, string name, TaskId id)
    {
        var operation = provider.GetRequiredKeyedService<TaskClient>(name).CancelAsync(id);
        await service.RunAsync(operation);
        return (await operation).Accepted.Outcomes.Single();
    }

    // Disposing it leaves the emulator alive.
    private sealed class Kept(ServiceEmulator emulator) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker invoker = new(emulator, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => invoker.SendAsync(request, cancellationToken);
    }

    private sealed class ThrowingHandler(Exception failure, Func<bool>? fails = null) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            fails?.Invoke() == false ? base.SendAsync(request, cancellationToken) : throw failure;
    }

    // Pauses after a refusal for as long as it is let.
    private sealed class PausingHandler(TimeProvider clock) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if ((int)response.StatusCode == 429)
            {
                response.Dispose();
                await Task.Delay(TimeSpan.FromHours(1), clock, cancellationToken);
            }

            return response;
        }
    }
}
