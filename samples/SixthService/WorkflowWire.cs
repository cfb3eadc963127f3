using System.Text.RegularExpressions;

namespace SixthService;

/// <summary>Reads the service's replies. What decides is required; what only informs may be missing.</summary>
internal static partial class WorkflowWire
{
    internal static TaskSnapshot ReadExecution(ref WireReader reader, bool keepRaw)
    {
        var start = reader.Start;
        string? runId = null, status = null, type = null, scope = null, name = null;
        DateTimeOffset? scheduled = null, started = null, closed = null;
        bool? isCancelRequested = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            switch (reader.Name)
            {
                case "runId": runId = reader.RequireText() is var text && IsRunId(text) ? text : throw reader.Problem("is not a run id"); break;
                case "status": status = reader.RequireWord(); break;
                case "cancelRequested": isCancelRequested = reader.RequireFlag(); break;
                case "type": type = reader.Word(); break;
                case "namespace": scope = reader.SharedText(); break;
                case "workflowId": name = reader.Text(); break;
                case "scheduleTime": scheduled = reader.Instant(); break;
                case "startTime": started = reader.Instant(); break;
                case "closeTime": closed = reader.Instant(); break;
            }
        }

        return new TaskSnapshot
        {
            Id = reader.Require(runId, "runId"),
            RawState = reader.Require(status, "status"),
            State = WorkflowLifecycle.StateOf(status!, reader.Require(isCancelRequested, "cancelRequested")),
            Kind = type,
            Scope = scope,
            Name = name,
            EnqueuedAt = scheduled,
            StartedAt = started,
            FinishedAt = closed,
            Raw = keepRaw ? reader.Since(start) : default,
        };
    }

    internal static (IReadOnlyList<TaskSnapshot> Executions, string Next) ReadPage(ref WireReader reader, bool keepRaw)
    {
        List<TaskSnapshot>? executions = null;
        string? next = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            switch (reader.Name)
            {
                case "executions":
                    executions = [];
                    for (reader.RequireArray(); reader.NextItem();)
                    {
                        executions.Add(ReadExecution(ref reader, keepRaw));
                    }

                    break;
                case "nextPageToken": next = reader.RequireText(); break;
            }
        }

        return (reader.Require(executions, "executions"), reader.Require(next, "nextPageToken"));
    }

    internal static string ReadVersion(ref WireReader reader)
    {
        string? version = null;
        for (reader.RequireObject(); reader.NextMember();)
        {
            version = reader.Name == "serverVersion" ? reader.RequireWord() : version;
        }

        return reader.Require(version, "serverVersion");
    }

    internal static ServiceError ReadError(ref WireReader reader)
    {
        string? code = null, message = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            switch (reader.Name)
            {
                case "code": code = reader.RequireWord(); break;
                case "message": message = reader.RequireMessage(); break;
            }
        }

        return new ServiceError(reader.Require(code, "code"), reader.Require(message, "message"));
    }

    internal static bool IsRunId(string text) => RunId().IsMatch(text);

    [GeneratedRegex(@"\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z")]
    private static partial Regex RunId();
}
