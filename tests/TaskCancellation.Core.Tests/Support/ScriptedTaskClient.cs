using TaskCancellation.Testing;

namespace TaskCancellation.Core.Tests;

/// <summary>A client whose service is a list in memory and a handful of scripts. It records what it is asked, and when.</summary>
internal sealed class ScriptedTaskClient(TimeProvider? clock = null) : TaskClient(clock)
{
    private readonly Lock gate = new();
    private readonly List<(TaskId Id, TimeSpan At)> reads = [];
    private readonly List<TimeSpan?> holds = [];
    private readonly List<bool> progress = [];
    private readonly List<(FilterTranslation Filter, TimeSpan At)> lists = [];
    private readonly List<CancelRequest> cancels = [];
    private readonly List<CancelRequest> reconciles = [];
    private int translations;

    public override TaskClientCapabilities Capabilities => Can;

    public override TaskLifecycle Lifecycle => Machine;

    public override Uri? Endpoint => Address;

    internal Uri? Address { get; set; }

    internal TaskClientCapabilities Can { get; set; } = Scripted.Capabilities;

    internal TaskLifecycle Machine { get; set; } = Scripted.Lifecycle;

    /// <summary>What the service holds; the default scripts answer from it.</summary>
    internal List<TaskSnapshot> Tasks { get; } = [];

    internal Func<TaskId, int, CancellationToken, Task<TaskSnapshot?>>? OnRead { get; set; }

    internal Func<FilterTranslation, IEnumerable<TaskSnapshot>>? OnList { get; set; }

    internal Func<CancelRequest, CancellationToken, Task<CancelReply>> OnCancel { get; set; } =
        (request, _) => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged));

    internal Func<CancelRequest, CancelReply?> OnReconcile { get; set; } = _ => null;

    internal Func<IReadOnlyList<TaskSnapshot>, IEnumerable<TaskSnapshot>>? OnCollateral { get; set; }

    /// <summary>What listed tasks are to the fields that the library asks about.</summary>
    internal Func<FilterTranslation, FilterFields, TaskSnapshot, FieldMatch>? OnMatch { get; set; }

    /// <summary>What keeps the service from carrying out a cancel.</summary>
    internal Func<string?>? OnBlocker { get; set; }

    internal FilterFields Inexact { get; set; }

    /// <summary>Runs when a request has begun; one whose token had fired before is none.</summary>
    internal Action? OnRequest { get; set; }

    /// <summary>Requests do not heed a token that fires while they are under way.</summary>
    internal bool IsDeaf { get; set; }

    internal IReadOnlyList<(TaskId Id, TimeSpan At)> Reads => reads;

    /// <summary>For how long each read might have been held.</summary>
    internal IReadOnlyList<TimeSpan?> Holds => holds;

    /// <summary>Whether each read was to ask for the progress, too.</summary>
    internal IReadOnlyList<bool> Progress => progress;

    internal IReadOnlyList<(FilterTranslation Filter, TimeSpan At)> Lists => lists;

    internal IReadOnlyList<CancelRequest> Cancels => cancels;

    internal IReadOnlyList<CancelRequest> Reconciles => reconciles;

    /// <summary>At which second of the test each look happened.</summary>
    internal IEnumerable<double> ReadSeconds => reads.Select(read => read.At.TotalSeconds);

    internal int RequestCount => reads.Count + lists.Count + cancels.Count + reconciles.Count + ServiceInfoCount;

    internal int TranslationCount => translations;

    /// <summary>Asking what answers fails so.</summary>
    internal TaskRequestException? ServiceInfoError { get; set; }

    internal int ServiceInfoCount { get; private set; }

    public override Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default)
    {
        ServiceInfoCount++;
        return ServiceInfoError is { } error
            ? Task.FromException<ServiceInfo>(error)
            : Task.FromResult(new ServiceInfo { Product = Scripted.ServiceName, Endpoint = new Uri("http://localhost/") });
    }

    /// <summary>Reads answer with these, one after the other; the last one stays.</summary>
    internal void ReadsGive(params object?[] replies) => OnRead = (_, nth, _) => replies[Math.Min(nth, replies.Length - 1)] switch
    {
        Exception error => Task.FromException<TaskSnapshot?>(error),
        var task => Task.FromResult((TaskSnapshot?)task),
    };

    /// <summary>Reads from the nth on never end by themselves; those before find a running task.</summary>
    internal void ReadsHang(int from = 0) => OnRead = (id, nth, token) =>
    {
        if (nth < from)
        {
            return Task.FromResult<TaskSnapshot?>(Some.Task(id));
        }

        var hanging = new TaskCompletionSource<TaskSnapshot?>();
        token.Register(() => hanging.TrySetCanceled(token));
        return hanging.Task;
    };

    internal void CancelsFail(TaskRequestException error) => OnCancel = (_, _) => Task.FromException<CancelReply>(error);

    internal Task<CancelReply?> ReconcileByReading(CancelRequest lost) => base.ReconcileAsync(lost, CancellationToken.None);

    protected internal override void Validate(TaskId id)
    {
        if (id.Value.Length == 0 || id.Value.StartsWith('!'))
        {
            throw new ArgumentException($"'{id}' is no id.", nameof(id));
        }
    }

    protected internal override FilterTranslation Translate(TaskFilter filter)
    {
        translations++;
        var constraints = filter.GetConstraints().ToList();
        var fields = constraints.Aggregate(FilterFields.None, (all, one) => all | one.Field);
        return new FilterTranslation
        {
            Filter = filter,
            Parameters = [.. constraints.Where(one => Can.ListFields.HasFlag(one.Field)).Select(one => new FilterParameter(one.Name, [.. one.Values.Select(value => value!)]))],
            Residual = (fields & ~Can.ListFields) | (fields & Inexact),
            Refused = [.. constraints.Where(one => Can.UnsupportedFields.HasFlag(one.Field)).Select(one => new UnsupportedFilterField(one.Name, "it is not to be had."))],
            MatchesNothing = filter.Scopes is ["nowhere"],
        };
    }

    protected internal override FieldMatch Match(FilterTranslation filter, FilterFields field, TaskSnapshot task) =>
        OnMatch?.Invoke(filter, field, task) ?? base.Match(filter, field, task);

    protected internal override async Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        int nth;
        lock (gate)
        {
            nth = reads.Count(read => read.Id == id);
            reads.Add((id, Elapsed()));
            holds.Add(options.LongPollTimeout);
            progress.Add(options.ReadProgress);
        }

        Begin(cancellationToken);
        return OnRead is null ? Tasks.Find(task => task.Id == id) : await OnRead(id, nth, cancellationToken);
    }

    // One task a page, so that nothing is made before it is wanted.
    protected internal override Task<TaskPage> ReadPageAsync(FilterTranslation filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken)
    {
        if (from is null)
        {
            lists.Add((filter, Elapsed()));
            Begin(cancellationToken);
        }

        var pushedDown = Can.ListFields & ~Inexact;
        var rest = (from as Position)?.Rest ?? (OnList?.Invoke(filter) ?? Tasks.Where(task => PlainPredicate.Matches(filter.Filter, task, pushedDown))).GetEnumerator();
        return Task.FromResult(rest.MoveNext() ? new TaskPage([rest.Current], new Position(rest)) : new TaskPage([]));
    }

    protected internal override async Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            cancels.Add(request);
        }

        Begin(cancellationToken);
        return await OnCancel(request, cancellationToken);
    }

    protected internal override async Task<CancelReply?> ReconcileAsync(CancelRequest lost, CancellationToken cancellationToken)
    {
        reconciles.Add(lost);
        Begin(cancellationToken);
        await Task.CompletedTask;
        return OnReconcile(lost);
    }

    protected internal override IAsyncEnumerable<TaskSnapshot> ReadCollateralAsync(IReadOnlyList<TaskSnapshot> targets, CancellationToken cancellationToken) =>
        OnCollateral is null ? base.ReadCollateralAsync(targets, cancellationToken) : OnCollateral(targets).ToAsyncEnumerable();

    protected internal override Task<string?> DescribeBlockerAsync(ReadOptions options, CancellationToken cancellationToken) =>
        OnBlocker is null ? base.DescribeBlockerAsync(options, cancellationToken) : Task.FromResult(OnBlocker());

    private void Begin(CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        OnRequest?.Invoke();
        if (!IsDeaf)
        {
            token.ThrowIfCancellationRequested();
        }
    }

    private TimeSpan Elapsed() => TimeProvider == TimeProvider.System ? TimeSpan.Zero : TimeProvider.GetUtcNow() - VirtualClock.DefaultStart;

    private sealed record Position(IEnumerator<TaskSnapshot> Rest) : ListPosition
    {
        public override bool IsAfter(ListPosition earlier) => true;
    }
}
