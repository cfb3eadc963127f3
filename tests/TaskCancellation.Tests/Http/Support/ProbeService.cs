using TaskCancellation.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Http;

/// <summary>A service in memory that answers every request alike, with a pipeline that speaks to it; both run on one clock.</summary>
internal sealed class ProbeService : ServiceEmulator
{
    internal static readonly Uri Address = new("https://probe.test/");
    internal static readonly EmulatedReply Fine = EmulatedReply.Json(200, """{"value":1}""");

    private readonly TaskHttpPipeline pipeline;

    internal ProbeService(ProbeOptions? options = null, ProbeDialect? dialect = null, CapturedLog? log = null)
        : base(TestClock.Create(), Address)
    {
        var chosen = options ?? new ProbeOptions();
        chosen.UseTimeProvider(Time);
        pipeline = new TaskHttpPipeline(CreateClient(), Address, dialect ?? new ProbeDialect(), chosen, log ?? new CapturedLog());
    }

    internal VirtualClock Time => (VirtualClock)Clock;

    /// <summary>What it answers where no fault is played.</summary>
    internal EmulatedReply Reply { get; set; } = Fine;

    internal IEnumerable<TimeSpan> SendTimes => Requests.Select(line => line.At - Skew - VirtualClock.DefaultStart);

    internal static TaskHttpRequest Request(RetrySafety safety) => new(HttpMethod.Post, "tasks/1/cancel", safety);

    /// <summary>Starts a call, for tests that move the clock themselves.</summary>
    internal Task<TaskHttpReply> StartAsync(TaskHttpRequest request, CancellationToken cancellationToken = default) => pipeline.SendAsync(request, cancellationToken).AsTask();

    /// <summary>Makes a call, moving the clock as long as it lasts.</summary>
    internal Task<TaskHttpReply> CallAsync(TaskHttpRequest request, CancellationToken cancellationToken = default) =>
        Time.RunAsync(() => pipeline.SendAsync(request, cancellationToken).AsTask());

    /// <summary>Makes a call that has to fail.</summary>
    internal TaskRequestException Fail(TaskHttpRequest request) =>
        Assert.ThrowsAsync<TaskRequestException>(async () => (await CallAsync(request)).Dispose())!;

    /// <summary>Makes a call that has to fail without any time passing.</summary>
    internal TaskRequestException FailAtOnce(TaskHttpRequest request) =>
        Assert.ThrowsAsync<TaskRequestException>(async () => (await StartAsync(request)).Dispose())!;

    protected override EmulatedReply Handle(EmulatedRequest request) => Reply;
}
