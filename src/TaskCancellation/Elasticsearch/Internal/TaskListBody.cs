using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>What a list or a cancel was answered: its tasks, whatever the shape, and its failures.</summary>
internal sealed class TaskListBody
{
    private const int Shown = 3;

    private TaskListBody(IReadOnlyList<TaskSnapshot> tasks, IReadOnlyList<JsonElement> nodeFailures, IReadOnlyList<TaskListReply.TaskProblem> taskFailures)
    {
        Tasks = tasks;
        NodeFailures = nodeFailures;
        TaskFailures = taskFailures;
    }

    internal IReadOnlyList<TaskSnapshot> Tasks { get; }

    internal IReadOnlyList<JsonElement> NodeFailures { get; }

    internal IReadOnlyList<TaskListReply.TaskProblem> TaskFailures { get; }

    internal bool IsPartial => NodeFailures.Count > 0 || TaskFailures.Count > 0;

    internal static TaskListBody Read(TaskHttpReply reply, bool keepRaw)
    {
        var body = reply.Read(ElasticsearchJson.Default.TaskListReply);
        if (body is { Nodes: null, Tasks: null, NodeFailures: null, TaskFailures: null })
        {
            throw reply.ProtocolError("The reply holds neither tasks nor failures.");
        }

        try
        {
            return new TaskListBody(new TaskTree(Elements(body), keepRaw).Tasks, body.NodeFailures ?? [], body.TaskFailures ?? []);
        }
        catch (JsonException error)
        {
            throw reply.ProtocolError("A task of the reply is not what the service documents.", error);
        }
    }

    private JsonElement[] Causes => [.. NodeFailures, .. TaskFailures.Select(failure => failure.Reason ?? default)];

    private TaskErrorKind Kind => Causes.Any(cause => ErrorCauses.Has(cause, ErrorTypes.Security)) ? TaskErrorKind.Authorization : TaskErrorKind.ServerError;

    private string? Code => ErrorCauses.All(Causes[0]).Select(ErrorCauses.TypeOf).LastOrDefault(type => type is not null);

    /// <summary>The failures of a reply as one exception; the first gives its type.</summary>
    internal TaskRequestException ToException(string what, TaskErrorKind? kind = null) => new(Describe(what))
    {
        Kind = kind ?? Kind,
        Delivery = RequestDelivery.Answered,
        StatusCode = 200,
        ErrorCode = Code,
        ServiceName = ElasticsearchLimits.ServiceName,
    };

    /// <summary>The failures of a list, some of whose nodes did not answer.</summary>
    internal PartialListException ToListException() => new(Describe("The list is not complete."))
    {
        Kind = Kind,
        Delivery = RequestDelivery.Answered,
        StatusCode = 200,
        ErrorCode = Code,
        ServiceName = ElasticsearchLimits.ServiceName,
    };

    private string Describe(string what)
    {
        string[] failures =
        [
            .. NodeFailures.Select(failure => $"node {ErrorCauses.Text(failure, "node_id") ?? "of no name"}: {ErrorCauses.Describe(failure)}"),
            .. TaskFailures.Select(failure => string.Create(CultureInfo.InvariantCulture, $"task {failure.NodeId}:{failure.TaskId}: {ErrorCauses.Describe(failure.Reason ?? default)}")),
        ];
        var more = failures.Length > Shown ? string.Create(CultureInfo.InvariantCulture, $"; and {failures.Length - Shown} more") : "";
        return $"{ElasticsearchLimits.ServiceName}: {what} {string.Join("; ", failures.Take(Shown))}{more}";
    }

    private static IEnumerable<JsonElement> Elements(TaskListReply body)
    {
        foreach (var task in (body.Nodes ?? []).Values.SelectMany(node => node?.Tasks?.Values.AsEnumerable() ?? []))
        {
            yield return task;
        }

        IEnumerable<JsonElement> others = body.Tasks switch
        {
            { ValueKind: JsonValueKind.Array } tasks => tasks.EnumerateArray(),
            { ValueKind: JsonValueKind.Object } tasks => tasks.EnumerateObject().Select(member => member.Value),
            null => [],
            _ => throw new JsonException("The tasks are neither an array nor an object."),
        };
        foreach (var task in others)
        {
            yield return task;
        }
    }

    internal static byte[] RawOf(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).ToArray();
}
