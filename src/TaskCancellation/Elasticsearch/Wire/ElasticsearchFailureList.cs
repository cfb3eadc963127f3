using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>What failed within a reply that is a success by its status: on whole nodes, or for single tasks. Of many, the first few are shown.</summary>
/// <param name="product">What the service calls itself.</param>
internal sealed class ElasticsearchFailureList(string product)
{
    private const int Shown = 3;
    private List<string>? shown;
    private ElasticsearchErrorMeanings ofNodes;
    private ElasticsearchErrorMeanings ofTasks;
    private bool isNowhere = true;
    private int nodes;
    private int tasks;
    private string? code;

    internal bool IsEmpty => nodes + tasks == 0;

    /// <summary>What the failures in the reply to a cancel by id come down to.</summary>
    /// <remarks>What a child met with says nothing of the task itself: only the nodes can say that it is not there, or not to be touched.</remarks>
    internal ElasticsearchCancelFailure Meaning =>
        nodes > 0 && isNowhere ? ElasticsearchCancelFailure.NotRunning
        : ofNodes.HasFlag(ElasticsearchErrorMeanings.Security) ? ElasticsearchCancelFailure.Denied
        : (ofNodes | ofTasks).HasFlag(ElasticsearchErrorMeanings.IllegalArgument) ? ElasticsearchCancelFailure.NotApplicable
        : nodes > 0 ? ElasticsearchCancelFailure.Unclear
        : ofTasks.HasFlag(ElasticsearchErrorMeanings.IllegalState) ? ElasticsearchCancelFailure.Repeated
        : ElasticsearchCancelFailure.TaskFailed;

    private TaskErrorReason Kind => (ofNodes | ofTasks).HasFlag(ElasticsearchErrorMeanings.Security) ? TaskErrorReason.Authorization : TaskErrorReason.ServerError;

    internal void ReadNodes(ref WireReader reader)
    {
        reader.RequireArray();
        while (reader.NextItem())
        {
            var (error, node) = ReadOfNode(ref reader);
            nodes++;
            ofNodes |= error.Meanings;
            isNowhere &= (error.Meanings & ElasticsearchErrorMeanings.NotThere) != 0;
            Add(error, "node", node ?? "of no name");
        }
    }

    internal void ReadTasks(ref WireReader reader)
    {
        reader.RequireArray();
        while (reader.NextItem())
        {
            var (error, node, number) = ReadOfTask(ref reader);
            tasks++;
            ofTasks |= error.Meanings;
            Add(error, "task", node, number);
        }
    }

    /// <summary>The failures as one exception; the first gives its code.</summary>
    internal TaskRequestException ToException(string what, TaskErrorReason? kind = null) => new(Describe(what))
    {
        Reason = kind ?? Kind,
        Delivery = RequestDelivery.Answered,
        StatusCode = 200,
        ErrorCode = code,
        ServiceName = ElasticsearchLimits.ServiceName,
    };

    /// <summary>The failures of a list, some of whose nodes did not answer.</summary>
    internal PartialListException ToListException() => new(ToException("The list is not complete."));

    private static (ElasticsearchErrorCause Error, string? Node) ReadOfNode(ref WireReader reader)
    {
        var (error, node) = (default(ElasticsearchErrorCause), default(string));
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                if (reader.Is("node_id"u8))
                {
                    node = reader.Message();
                }
                else
                {
                    error.Take(ref reader);
                }
            }
        }

        return (error, node);
    }

    private static (ElasticsearchErrorCause Error, string? Node, long? Number) ReadOfTask(ref WireReader reader)
    {
        var (error, node, number) = (default(ElasticsearchErrorCause), default(string), default(long?));
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                if (reader.Is("node_id"u8))
                {
                    node = reader.Message();
                }
                else if (reader.Is("task_id"u8))
                {
                    number = reader.Integer();
                }
                else if (reader.Is("reason"u8))
                {
                    error = ElasticsearchErrorCause.Read(ref reader) ?? default;
                }
            }
        }

        return (error, node, number);
    }

    private void Add(ElasticsearchErrorCause error, string what, string? node, long? number = null)
    {
        code = nodes + tasks == 1 ? error.InnermostType : code;
        if ((shown ??= []).Count < Shown)
        {
            shown.Add(string.Create(CultureInfo.InvariantCulture, $"{what} {node}{(number is null ? "" : ":")}{number}: {error.Innermost}"));
        }
    }

    private string Describe(string what)
    {
        var more = nodes + tasks - (shown?.Count ?? 0);
        return $"{product}: {what} {string.Join("; ", shown ?? [])}{(more > 0 ? string.Create(CultureInfo.InvariantCulture, $"; and {more} more") : "")}";
    }
}
