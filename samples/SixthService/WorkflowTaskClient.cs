using System.Text.Json;

namespace SixthService;

/// <summary>Finds, lists, cancels and waits for the executions of a workflow service. Ids are run ids; scopes are namespaces, kinds are workflow types, names are workflow ids.</summary>
public sealed class WorkflowTaskClient(WorkflowTaskClientOptions options, HttpClient? httpClient = null)
    : HttpTaskClient(options, httpClient, new WorkflowDialect(options?.ApiKey))
{
    /// <summary>The name of the service: in reports, plans and errors, and the key of its client in a service collection.</summary>
    public const string ServiceName = "Workflow Service";

    private const int MaxPageSize = 100;

    public override TaskClientCapabilities Capabilities { get; } = new()
    {
        ServiceName = ServiceName,
        Polling = new PollingDefaults(FirstDelay: TimeSpan.FromSeconds(1), MaxDelay: TimeSpan.FromSeconds(15), Timeout: TimeSpan.FromHours(1)),
        ListFields = FilterFields.Ids | FilterFields.States | FilterFields.Kinds | FilterFields.Scopes | FilterFields.Names,
        ListsByIds = true,
        IdsPerListRequest = MaxPageSize,
        Caveats = ["A workflow is asked to cancel itself: it may clean up for as long as it likes, or complete."],
    };

    public override TaskLifecycle Lifecycle => WorkflowLifecycle.Table;

    public override async Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default)
    {
        using var info = await Pipeline.SendAsync(TaskHttpRequest.Get("v1/system-info"), cancellationToken);
        var list = await Pipeline.TryReadAsync(TaskHttpRequest.Get("v1/executions?pageSize=1"), static (ref WireReader reader) => WorkflowWire.ReadPage(ref reader, keepRaw: false).Executions, cancellationToken);
        return new ServiceInfo { Product = ServiceName, Version = info.Read(WorkflowWire.ReadVersion), Endpoint = Pipeline.Endpoint, CanList = list is not null };
    }

    protected override void Validate(TaskId id)
    {
        if (!WorkflowWire.IsRunId(id.Value))
        {
            throw new ArgumentException("A workflow execution is named by its run id, a UUID in lowercase.", nameof(id));
        }
    }

    protected override FilterTranslation Translate(TaskFilter filter)
    {
        // What the query language cannot say is left out of the query and checked on each listed task.
        var kinds = filter.Kinds?.Any(kind => kind.Contains('*')) == true ? null : filter.Kinds;
        var statuses = filter.States?.Contains(TaskState.Unknown) == true ? null
            : filter.States?.SelectMany(state => Lifecycle.States.Where(row => row.State == state).Select(row => row.RawState)).Distinct();
        FilterParameter?[] terms = [Term("runId", filter.Ids?.Select(id => id.Value)), Term("status", statuses), Term("type", kinds), Term("namespace", filter.Scopes), Term("workflowId", filter.Names)];
        var inQuery = FilterFields.Ids | FilterFields.Scopes | FilterFields.Names | (kinds is null ? FilterFields.None : FilterFields.Kinds);
        return new FilterTranslation
        {
            Filter = filter,
            Parameters = [.. terms.OfType<FilterParameter>()],
            Residual = filter.GetConstraints().Aggregate(FilterFields.None, (fields, constraint) => fields | constraint.Field) & ~inQuery,
            Refused = filter.GetType() == typeof(TaskFilter) ? [] : [new UnsupportedFilterField(filter.GetType().Name, "it is a filter of another service. Use TaskFilter.")],
        };
    }

    protected override async Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await Pipeline.SendAsync(TaskHttpRequest.Get($"v1/executions/{id.Value}", options), cancellationToken);
            return ReadExecution(reply, id, options.KeepRaw);
        }
        catch (TaskRequestException error) when (error.Reason == TaskErrorReason.NotFound)
        {
            return null;
        }
    }

    protected override async Task<TaskPage> ReadPageAsync(FilterTranslation filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken)
    {
        var query = string.Join(" AND ", filter.Parameters.Select(term => $"{term.Name} IN ({string.Join(", ", term.Values.Select(Quote))})"));
        var path = $"v1/executions?pageSize={Math.Min(options.PageSize ?? MaxPageSize, MaxPageSize)}"
            + (query.Length == 0 ? "" : $"&query={Uri.EscapeDataString(query)}")
            + (from is Position position ? $"&pageToken={Uri.EscapeDataString(position.Token)}" : "");
        using var reply = await Pipeline.SendAsync(TaskHttpRequest.Get(path, options), cancellationToken);
        var (executions, next) = reply.Read((ref WireReader reader) => WorkflowWire.ReadPage(ref reader, options.KeepRaw));
        return new TaskPage(executions, next.Length == 0 ? null : new Position(next));
    }

    protected override async Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        var target = request.Targets.Single();
        using var reply = await Pipeline.SendAsync(ToCancel(target), cancellationToken);
        return new CancelReply
        {
            Items = [new CancelReplyItem(target, CancelDisposition.Acknowledged, ReadExecution(reply, target.Id, keepRaw: false))],
            FollowsAmbiguousAttempt = reply.FollowsAmbiguousAttempt,
        };
    }

    protected override string Describe(CancelRequest request) => Pipeline.Describe(ToCancel(request.Targets.Single()));

    // A repeated request changes nothing, so that it is safe to repeat.
    private static TaskHttpRequest ToCancel(TaskTarget target) => new(HttpMethod.Post, $"v1/executions/{target.Id.Value}/cancel", RetrySafety.Safe);

    private static TaskSnapshot ReadExecution(TaskHttpReply reply, TaskId id, bool keepRaw) =>
        reply.Read((ref WireReader reader) => WorkflowWire.ReadExecution(ref reader, keepRaw)) is var task && task.Id == id ? task : throw reply.ProtocolError("The reply is about another execution.");

    private static FilterParameter? Term(string field, IEnumerable<string>? values) => values is null ? null : new FilterParameter(field, [.. values]);

    private static string Quote(string value) => $"\"{JsonEncodedText.Encode(value)}\"";

    private sealed record Position(string Token) : ListPosition;
}
