using Microsoft.Extensions.Logging;

namespace TaskCancellation.Http;

/// <summary>The log messages. Their ids are stable.</summary>
internal static partial class TaskClientLog
{
    [LoggerMessage(1, LogLevel.Information, "{Service}: {Method} {Path} failed ({Kind}); trying again in {Delay}")]
    internal static partial void Retrying(ILogger logger, string service, string method, string path, TimeSpan delay, TaskErrorReason kind);

    [LoggerMessage(2, LogLevel.Warning, "{Service}: the request failed: {Kind}, status {StatusCode}, code {ErrorCode}, request id {RequestId}, delivery {Delivery}")]
    internal static partial void Failed(ILogger logger, string service, TaskErrorReason kind, int? statusCode, string? errorCode, string? requestId, RequestDelivery delivery);
}
