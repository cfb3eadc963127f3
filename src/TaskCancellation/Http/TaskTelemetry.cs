using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace TaskCancellation.Http;

/// <summary>Traces, counts and logs requests. Shows the path and never the query, a header or a body: no value of the caller's leaves this way.</summary>
internal sealed class TaskTelemetry(string serviceName, ILogger logger)
{
    /// <summary>The name of the activity source and of the meter.</summary>
    internal const string Name = "TaskCancellation";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("taskcancellation.requests", "{request}", "Requests sent, a call and its retries counted once.");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("taskcancellation.retries", "{retry}", "Tries after the first.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("taskcancellation.failures", "{request}", "Requests that failed after all tries.");

    private KeyValuePair<string, object?> ServiceTag => new("taskcancellation.service", serviceName);

    internal Activity? Start(TaskHttpRequest request)
    {
        Requests.Add(1, ServiceTag);
        if (!Source.HasListeners())
        {
            return null;
        }

        var activity = Source.StartActivity($"{serviceName} {request.Method.Method}", ActivityKind.Client);
        activity?.SetTag("taskcancellation.service", serviceName);
        activity?.SetTag("http.request.method", request.Method.Method);
        activity?.SetTag("url.path", PathOf(request));
        return activity;
    }

    internal void Retrying(TaskHttpCall call, Exception failure, TimeSpan delay)
    {
        Retries.Add(1, ServiceTag);
        TaskClientLog.Retrying(logger, serviceName, call.Request.Method.Method, PathOf(call.Request), delay, KindOf(failure));
    }

    internal TaskRequestException Failed(Activity? activity, TaskRequestException error)
    {
        Failures.Add(1, ServiceTag, new("error.type", error.Reason.ToString()));
        activity?.SetTag("error.type", error.Reason.ToString());
        activity?.SetTag("http.response.status_code", error.StatusCode);
        activity?.SetStatus(ActivityStatusCode.Error);
        TaskClientLog.Failed(logger, serviceName, error.Reason, error.StatusCode, error.ErrorCode, error.RequestId, error.Delivery);
        return error;
    }

    private static string PathOf(TaskHttpRequest request) => request.PathAndQuery.Split('?')[0];

    private static TaskErrorReason KindOf(Exception failure) => failure is TaskRequestException error ? error.Reason : TaskErrorReason.Timeout;
}

/// <summary>The log messages. Their ids are stable.</summary>
internal static partial class TaskClientLog
{
    [LoggerMessage(1, LogLevel.Information, "{Service}: {Method} {Path} failed ({Kind}); trying again in {Delay}")]
    internal static partial void Retrying(ILogger logger, string service, string method, string path, TimeSpan delay, TaskErrorReason kind);

    [LoggerMessage(2, LogLevel.Warning, "{Service}: the request failed: {Kind}, status {StatusCode}, code {ErrorCode}, request id {RequestId}, delivery {Delivery}")]
    internal static partial void Failed(ILogger logger, string service, TaskErrorReason kind, int? statusCode, string? errorCode, string? requestId, RequestDelivery delivery);
}
