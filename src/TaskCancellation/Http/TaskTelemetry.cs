using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace TaskCancellation.Http;

/// <summary>Traces, counts and logs requests, by the OpenTelemetry conventions for HTTP clients: a span for each time a request is sent. Shows the path and never a query, a header or a body: no value of the caller's leaves this way.</summary>
internal sealed class TaskTelemetry
{
    private static readonly string? Version = typeof(TaskTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
    private static readonly ActivitySource Source = new(TaskCancellationTelemetry.ActivitySourceName, Version);
    private static readonly Meter Meter = new(TaskCancellationTelemetry.MeterName, Version);
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("taskcancellation.requests", "{request}", "Requests sent, those that are sent again included.");
    private static readonly Counter<long> Resends = Meter.CreateCounter<long>("taskcancellation.resends", "{request}", "Requests that are sent again after a failure.");
    private static readonly UpDownCounter<long> InFlight = Meter.CreateUpDownCounter<long>("taskcancellation.requests.in_flight", "{request}", "Requests that were sent and are not answered.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("taskcancellation.failures", "{request}", "Requests that failed, however often they were sent.");
    private readonly string serviceName;
    private readonly Uri endpoint;
    private readonly ILogger logger;

    internal TaskTelemetry(string serviceName, Uri endpoint, ILogger logger) => (this.serviceName, this.endpoint, this.logger) = (serviceName, endpoint, logger);

    private KeyValuePair<string, object?> ServiceTag => new("taskcancellation.service", serviceName);

    /// <summary>A request is sent.</summary>
    internal Sending Send(TaskHttpCall call)
    {
        Requests.Add(1, ServiceTag);
        if (call.Sendings > 0)
        {
            Resends.Add(1, ServiceTag);
        }

        InFlight.Add(1, ServiceTag);
        var activity = Source.HasListeners() ? Start(call) : null;
        call.Sendings++;
        return new Sending(this, activity);
    }

    /// <summary>A request failed, and is sent again after a pause.</summary>
    internal void Retrying(TaskHttpCall call, Exception failure, TimeSpan delay) =>
        TaskClientLog.Retrying(logger, serviceName, call.Request.Method.Method, PathOf(call.Request), delay, KindOf(failure));

    /// <summary>A request failed for good.</summary>
    internal TaskRequestException Failed(TaskRequestException error)
    {
        Failures.Add(1, ServiceTag, new("error.type", error.Reason.ToString()));

        // That there is no such task is an answer.
        if (error.Reason == TaskErrorReason.NotFound)
        {
            TaskClientLog.NotFound(logger, serviceName, error.StatusCode, error.ErrorCode, error.RequestId);
        }
        else
        {
            TaskClientLog.Failed(logger, serviceName, endpoint.Authority, error.Reason, error.StatusCode, error.ErrorCode, error.RequestId, error.Delivery);
        }

        return error;
    }

    private Activity? Start(TaskHttpCall call)
    {
        var method = call.Request.Method.Method;
        var activity = Source.StartActivity(method, ActivityKind.Client);
        if (activity is not { IsAllDataRequested: true })
        {
            return activity;
        }

        activity.SetTag("http.request.method", method).SetTag("server.address", endpoint.Host).SetTag("server.port", endpoint.Port);
        activity.SetTag("url.full", call.Address.GetLeftPart(UriPartial.Path) + (call.Address.Query.Length > 0 ? "?*" : "")).SetTag("taskcancellation.service", serviceName);
        return call.Sendings == 0 ? activity : activity.SetTag("http.request.resend_count", call.Sendings);
    }

    private static string PathOf(TaskHttpRequest request) => request.PathAndQuery.Split('?')[0];

    private static TaskErrorReason KindOf(Exception failure) => failure is TaskRequestException error ? error.Reason : TaskErrorReason.Timeout;

    /// <summary>A request under way, from when it is sent to when its reply has been read.</summary>
    internal readonly struct Sending(TaskTelemetry owner, Activity? activity) : IDisposable
    {
        /// <summary>A reply came.</summary>
        internal void Answered(HttpResponseMessage response)
        {
            if (activity is { IsAllDataRequested: true })
            {
                activity.SetTag("http.response.status_code", (int)response.StatusCode).SetTag("network.protocol.version", response.Version.ToString());
            }
        }

        /// <summary>Records why the request failed. Returns false, for an exception filter.</summary>
        internal bool Failed(Exception failure)
        {
            if (activity is not null && failure is not TaskRequestException { Reason: TaskErrorReason.NotFound })
            {
                activity.SetTag("error.type", (failure as TaskRequestException)?.StatusCode is { } status and >= 400 ? status.ToString(CultureInfo.InvariantCulture) : KindOf(failure).ToString());
                activity.SetStatus(ActivityStatusCode.Error);
            }

            return false;
        }

        public void Dispose()
        {
            InFlight.Add(-1, owner.ServiceTag);
            activity?.Dispose();
        }
    }
}

/// <summary>Logs what becomes of the operations of a client.</summary>
internal sealed class OperationLog(string serviceName, Uri endpoint, ILogger logger) : OperationObserver
{
    public override bool IsEnabled => logger.IsEnabled(LogLevel.Information);

    public override void Completed(CompletedOperation operation)
    {
        if (operation.Failure is { } failure)
        {
            TaskClientLog.OperationFailed(logger, serviceName, endpoint.Authority, operation.Name, operation.Result, operation.Duration, failure.GetType().Name);
            return;
        }

        var outcomes = string.Join(", ", operation.Verdicts.Select(verdict => string.Create(CultureInfo.InvariantCulture, $"{verdict.Value} {verdict.Key}")));
        TaskClientLog.Completed(logger, serviceName, endpoint.Authority, operation.Name, operation.Result, operation.Duration, outcomes);
    }
}

/// <summary>The log messages. Their ids are stable.</summary>
internal static partial class TaskClientLog
{
    [LoggerMessage(1, LogLevel.Information, "{Service}: {Method} {Path} failed ({Kind}); trying again in {Delay}")]
    internal static partial void Retrying(ILogger logger, string service, string method, string path, TimeSpan delay, TaskErrorReason kind);

    [LoggerMessage(2, LogLevel.Warning, "{Service} at {Address}: the request failed: {Kind}, status {StatusCode}, code {ErrorCode}, request id {RequestId}, delivery {Delivery}")]
    internal static partial void Failed(ILogger logger, string service, string address, TaskErrorReason kind, int? statusCode, string? errorCode, string? requestId, RequestDelivery delivery);

    [LoggerMessage(3, LogLevel.Debug, "{Service}: there is no such task: status {StatusCode}, code {ErrorCode}, request id {RequestId}")]
    internal static partial void NotFound(ILogger logger, string service, int? statusCode, string? errorCode, string? requestId);

    [LoggerMessage(4, LogLevel.Information, "{Service} at {Address}: {Operation} is {Result} after {Duration}: {Outcomes}")]
    internal static partial void Completed(ILogger logger, string service, string address, string operation, string result, TimeSpan duration, string outcomes);

    [LoggerMessage(5, LogLevel.Information, "{Service} at {Address}: {Operation} is {Result} after {Duration}: {Failure}")]
    internal static partial void OperationFailed(ILogger logger, string service, string address, string operation, string result, TimeSpan duration, string failure);
}
