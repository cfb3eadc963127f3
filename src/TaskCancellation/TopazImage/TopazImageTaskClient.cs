using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>Finds, lists, cancels and waits for the jobs of the Topaz Labs Image API.</summary>
/// <remarks>
/// <para>A cancel that the service takes has taken effect: its 204 is documented as "successfully cancelled", there is no state on the way, and nothing is left to wait for. It has no body, so that the snapshot made of it shows id and state only.
/// A cancel that it refuses as a conflict (409) does not say why: the job's status is read once to tell canceled before, completed, failed, and not cancelable apart.</para>
/// <para>A cancel is safe to repeat, and is repeated after passing failures (429, 5xx, time-out, broken connection). What a repeated cancel is refused for, an earlier try may have brought about: that too is read up.</para>
/// <para>Whether a canceled job is paid for, the service does not say. There is no cancel of several jobs at once: a cancel by filter lists, and cancels each.</para>
/// <para>Ids are process ids: UUIDs, as the submission of a job answers them. Times are whole seconds on the service's clock. <see cref="TaskSnapshot.Kind"/> is the category, <see cref="TaskSnapshot.Scope"/> the id of the uploaded source, <see cref="TaskSnapshot.Name"/> the file name.</para>
/// <para>A wait looks again when the job is expected to end, at the latest after a minute, and lasts four hours unless told otherwise: a job may be attempted three times.</para>
/// <para>Facts: https://developer.topazlabs.com/reference/api-endpoints/image/cancel</para>
/// </remarks>
public class TopazImageTaskClient : HttpTaskClient
{
    private const int Canceled = 204;
    private readonly TopazImagePaths paths;
    private readonly TopazImageTaskList list;

    /// <summary>Makes a client with an HTTP client of its own.</summary>
    /// <exception cref="ArgumentException">A setting is wrong or missing; the message names it.</exception>
    public TopazImageTaskClient(TopazImageTaskClientOptions options)
        : this(null, options, null)
    {
    }

    /// <summary>Makes a client on that HTTP client, which is neither changed nor disposed. Its own time-out applies, and what handlers inside it do (retries, redirects) is beyond this library's reach.</summary>
    /// <exception cref="ArgumentException">A setting is wrong or missing; the message names it.</exception>
    public TopazImageTaskClient(HttpClient httpClient, TopazImageTaskClientOptions options)
        : this(httpClient ?? throw new ArgumentNullException(nameof(httpClient)), options, null)
    {
    }

    internal TopazImageTaskClient(HttpClient? httpClient, TopazImageTaskClientOptions options, ILogger? logger)
        : base(options ?? throw new ArgumentNullException(nameof(options)), httpClient, new TopazImageDialect(options.EffectiveCredential), logger)
    {
        paths = new TopazImagePaths(Pipeline.Endpoint);
        list = new TopazImageTaskList(Pipeline, paths);
    }

    /// <inheritdoc/>
    public override TaskClientCapabilities Capabilities => TopazImageLimits.Capabilities;

    /// <inheritdoc/>
    public override TaskLifecycle Lifecycle => TopazImageLifecycle.Table;

    /// <inheritdoc/>
    public override async Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default) => new()
    {
        Product = TopazImageLimits.ServiceName,
        Endpoint = Pipeline.Endpoint,
        MayList = await MayListAsync(cancellationToken).ConfigureAwait(false),
    };

    /// <inheritdoc/>
    protected override void Validate(TaskId id) => TopazImageLimits.CheckId(id);

    /// <inheritdoc/>
    protected override FilterTranslation Translate(TaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return TopazImageFilterTranslator.Translate(filter);
    }

    /// <inheritdoc/>
    protected override async Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        TopazImageLimits.CheckId(id);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            using var reply = await Pipeline.SendAsync(TaskHttpRequest.Get(paths.One(id), options), cancellationToken).ConfigureAwait(false);
            return ReadJob(reply, id, options.KeepRaw);
        }
        catch (TaskRequestException error) when (error.Kind == TaskErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<TaskSnapshot> ReadListAsync(FilterTranslation filter, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(options);
        return filter.Filter.Ids is { } ids
            ? ReadEachAsync(ids, filter.Filter as TopazImageTaskFilter, options, cancellationToken)
            : list.ReadAsync(filter.Filter, options, cancellationToken);
    }

    /// <inheritdoc/>
    protected override FieldMatch Match(FilterTranslation filter, FilterFields field, TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(task);
        return TopazImageFilterTranslator.Match(filter.Filter, field, task);
    }

    /// <inheritdoc/>
    protected override async Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var target = request.Targets.Single();
        using var reply = await Pipeline.SendAsync(ToRequest(target), cancellationToken).ConfigureAwait(false);

        // No other success is documented: whoever gave it, it is not the service's word for canceled.
        return reply.Status == Canceled
            ? new CancelReply
            {
                Items = [new CancelItemReply(target, CancelDisposition.Acknowledged, TopazImageSnapshots.Canceled(target.Id))],
                FollowsDoubtfulTry = reply.FollowsDoubtfulTry,
            }
            : throw reply.ProtocolError("The reply to the cancel is none that the service documents.");
    }

    /// <inheritdoc/>
    protected override string Describe(CancelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Pipeline.Describe(ToRequest(request.Targets.Single()));
    }

    /// <inheritdoc/>
    protected override TaskFilter Restore(StoredTaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.ServiceFields.Count == 0 ? base.Restore(filter) : new TopazImageTaskFilter(filter);
    }

    /// <inheritdoc/>
    protected override Task<CancelReply?> ReconcileAsync(CancelRequest lost, CancellationToken cancellationToken) => ReconcileByReadingAsync(lost, cancellationToken);

    private TaskHttpRequest ToRequest(TaskTarget target) => new(HttpMethod.Delete, paths.Cancel(target.Id), RetrySafety.Safe);

    private static TaskSnapshot ReadJob(TaskHttpReply reply, TaskId id, bool keepRaw)
    {
        var job = reply.Read(TopazImageJson.Default.JobStatus);

        // A UUID is the same in either case; the service answers in its own.
        return string.Equals(job.ProcessId, id.Value, StringComparison.OrdinalIgnoreCase)
            ? TopazImageSnapshots.From(job, reply.ServerNow, keepRaw ? reply.Body.ToArray() : default)
            : throw reply.ProtocolError("The reply is about another job.");
    }

    private async IAsyncEnumerable<TaskSnapshot> ReadEachAsync(
        IReadOnlyList<TaskId> ids, TopazImageTaskFilter? own, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var id in ids.DistinctBy(id => id.Value, StringComparer.OrdinalIgnoreCase))
        {
            if (await ReadAsync(id, options, cancellationToken).ConfigureAwait(false) is { } task && own?.MatchesOwn(task) != false)
            {
                yield return task;
            }
        }
    }

    private async Task<bool> MayListAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await Pipeline.SendAsync(TaskHttpRequest.Get(paths.Page(1, null)), cancellationToken).ConfigureAwait(false);
            TopazImagePage.Read(reply, keepRaw: false);
            return true;
        }
        catch (TaskRequestException refusal) when (refusal.Kind is TaskErrorKind.Authentication or TaskErrorKind.Authorization && refusal.Delivery == RequestDelivery.Answered)
        {
            return false;
        }
    }
}
