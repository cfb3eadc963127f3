namespace TaskCancellation;

/// <summary>The names under which the library emits traces and metrics, for a listener or an OpenTelemetry provider to subscribe to.</summary>
/// <remarks>Spans, metrics, their attributes and units are listed in the README of the package TaskCancellation. Nothing is allocated for what has no listener. No id, filter value, header, or body is in them.</remarks>
/// <example>
/// With the OpenTelemetry SDK:
/// <code>
/// services.AddOpenTelemetry()
///     .WithTracing(traces => traces.AddSource(TaskCancellationTelemetry.ActivitySourceName))
///     .WithMetrics(metrics => metrics.AddMeter(TaskCancellationTelemetry.MeterName));
/// </code>
/// </example>
public static class TaskCancellationTelemetry
{
    /// <summary>The name of the activity source.</summary>
    public const string ActivitySourceName = "TaskCancellation";

    /// <summary>The name of the meter.</summary>
    public const string MeterName = "TaskCancellation";
}
