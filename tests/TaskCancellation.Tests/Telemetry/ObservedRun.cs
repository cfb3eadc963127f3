using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Telemetry;

/// <summary>A Meilisearch client on its emulator, with what the OpenTelemetry SDK exports of it.</summary>
internal sealed class ObservedRun : IDisposable
{
    private readonly List<Activity> spans = [];
    private readonly List<Metric> metrics = [];
    private readonly TracerProvider traces;
    private readonly MeterProvider meters;

    internal ObservedRun()
    {
        traces = Sdk.CreateTracerProviderBuilder().AddSource(TaskCancellationTelemetry.ActivitySourceName).AddInMemoryExporter(spans).Build();
        meters = Sdk.CreateMeterProviderBuilder().AddMeter(TaskCancellationTelemetry.MeterName).AddInMemoryExporter(metrics).Build();
        Service = new MeilisearchEmulator(Clock);
        var options = new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.ApiKey("canary-key"), LoggerFactory = Log };
        options.UseTimeProvider(Clock);
        Client = new MeilisearchTaskClient(Service.CreateClient(), options);
    }

    internal VirtualClock Clock { get; } = new();

    internal MeilisearchEmulator Service { get; }

    internal CapturedLog Log { get; } = new();

    internal MeilisearchTaskClient Client { get; }

    /// <summary>The spans that have ended, in the order in which they began.</summary>
    internal IReadOnlyList<Activity> Spans => [.. spans.OrderBy(span => span.StartTimeUtc)];

    /// <summary>The value of a metric, summed over all its tags but one.</summary>
    internal IReadOnlyDictionary<string, double> Sums(string metric, string tag)
    {
        metrics.Clear();
        meters.ForceFlush();
        var sums = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (ref readonly var point in metrics.Single(one => one.Name == metric).GetMetricPoints())
        {
            var key = "";
            foreach (var (name, value) in point.Tags)
            {
                key = name == tag ? $"{value}" : key;
            }

            sums[key] = sums.GetValueOrDefault(key) + (metric.EndsWith(".duration", StringComparison.Ordinal) ? point.GetHistogramCount() : point.GetSumLong());
        }

        return sums;
    }

    /// <summary>Every point of every metric: its value, or how many values and their sum, and its tags.</summary>
    internal IEnumerable<string> Points()
    {
        metrics.Clear();
        meters.ForceFlush();
        var points = new List<string>();
        foreach (var metric in metrics)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var value = metric.MetricType == MetricType.Histogram ? string.Create(CultureInfo.InvariantCulture, $"{point.GetHistogramCount()} of {point.GetHistogramSum()} {metric.Unit}") : $"{point.GetSumLong()}";
                var tags = new List<string>();
                foreach (var (name, tag) in point.Tags)
                {
                    tags.Add($"{name}={tag}");
                }

                points.Add($"{metric.Name} {value}: {string.Join(", ", tags)}");
            }
        }

        return points.Order(StringComparer.Ordinal);
    }

    public void Dispose()
    {
        Client.Dispose();
        Service.Dispose();
        traces.Dispose();
        meters.Dispose();
    }
}
