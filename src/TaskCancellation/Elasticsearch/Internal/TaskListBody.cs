using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>What a list or a cancel was answered: its tasks, whatever the shape, and its failures.</summary>
internal sealed class TaskListBody
{
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

    /// <summary>The failures of a reply as one exception; the first gives its type.</summary>
    internal TaskRequestException ToException(string what)
    {
        JsonElement[] causes = [.. NodeFailures, .. TaskFailures.Select(failure => failure.Reason ?? default)];
        return new TaskRequestException(string.Create(CultureInfo.InvariantCulture, $"{ElasticsearchLimits.ServiceName}: {what} {NodeFailures.Count} node failures, {TaskFailures.Count} task failures: {Describe(causes)}"))
        {
            Kind = causes.Any(cause => ErrorCauses.Has(cause, ErrorTypes.Security)) ? TaskErrorKind.Authorization : TaskErrorKind.ServerError,
            Delivery = RequestDelivery.Answered,
            StatusCode = 200,
            ErrorCode = ErrorCauses.All(causes[0]).Select(ErrorCauses.TypeOf).LastOrDefault(type => type is not null),
            ServiceName = ElasticsearchLimits.ServiceName,
        };
    }

    private static string Describe(JsonElement[] causes) => string.Join("; ", causes.Select(ErrorCauses.Describe).Distinct(StringComparer.Ordinal).Take(3));

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
