using System.Runtime.CompilerServices;

namespace TaskCancellation;

public abstract partial class TaskClient
{
    /// <summary>Checks every reply of a service before anything acts on it. Nested in the client, so that nothing else can call the primitives.</summary>
    internal sealed class ReplyGuard(TaskClient client)
    {
        private const int MaxShown = 64;

        /// <summary>Reads one task: the requested one, or none.</summary>
        internal async Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
        {
            client.Validate(id);
            var task = await client.ReadAsync(id, options, cancellationToken).ConfigureAwait(false);
            RequireForm(task);
            return task is null || client.IdEquality.Equals(task.Id, id) ? task : throw Wrong($"asked for the task {id}, it answered with {Shown(task.Id)}");
        }

        /// <summary>Lists the tasks that a filter means: each well-formed, and matched again.</summary>
        /// <param name="filter">The filter, translated.</param>
        /// <param name="options">How to read.</param>
        /// <param name="cancellationToken">Ends the listing.</param>
        /// <param name="leftOut">Receives tasks that are listed and do not match.</param>
        internal async IAsyncEnumerable<TaskSnapshot> ListAsync(
            FilterTranslation filter, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken, Action<TaskSnapshot>? leftOut = null)
        {
            var left = options.MaxTasks;
            var check = new FilterRecheck(client, filter);
            var pages = new PagedList(client.IdEquality, client.Capabilities.ServiceName);
            TaskPage page;
            do
            {
                page = await client.ReadPageAsync(filter, pages.Position, options, cancellationToken).ConfigureAwait(false);
                pages.Begin(page);
                for (var at = 0; at < page.Tasks.Count; at++)
                {
                    var task = page.Tasks[at];
                    if (!pages.IsNew(task.Id))
                    {
                        continue;
                    }

                    RequireForm(task);
                    if (check.Meets(task))
                    {
                        yield return task;
                        if (--left == 0)
                        {
                            yield break;
                        }
                    }
                    else
                    {
                        leftOut?.Invoke(task);
                    }
                }
            }
            while (pages.MoveNext(page));
        }

        /// <summary>Sends one cancel request. The reply has an item for each target of a request by id, in order; a target that the service names wrongly, or not at all, is ambiguous, the others stand.</summary>
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        internal async ValueTask<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken)
        {
            for (var at = 0; at < request.Targets.Count; at++)
            {
                client.Validate(request.Targets[at].Id);
            }

            return Checked(request, await client.SendCancelAsync(request, cancellationToken).ConfigureAwait(false), wasLost: false);
        }

        /// <summary>Finds out, by reads only, what became of a cancel whose reply was lost. A target of which nothing was found has no item.</summary>
        internal async Task<CancelReply?> ReconcileAsync(CancelRequest lost, CancellationToken cancellationToken) =>
            await client.ReconcileAsync(lost, cancellationToken).ConfigureAwait(false) is { } reply
                ? Checked(lost, reply, wasLost: true)
                : null;

        /// <summary>Lists the tasks that canceling these would disturb besides.</summary>
        internal async IAsyncEnumerable<TaskSnapshot> ReadCollateralAsync(IReadOnlyList<TaskSnapshot> targets, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var task in client.ReadCollateralAsync(targets, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                RequireForm(task);
                yield return task;
            }
        }

        /// <summary>The error for a reply that contradicts the request or itself.</summary>
        internal TaskRequestException Wrong(string why, Exception? cause = null) => new($"The reply of {client.ProductName} cannot be believed: {why}.", cause)
        {
            Reason = TaskErrorReason.Protocol,
            Delivery = RequestDelivery.Answered,
            ServiceName = client.Capabilities.ServiceName,
        };

        /// <summary>An id from a reply, fit for a message.</summary>
        internal static string Shown(TaskId id) =>
            $"'{string.Concat(id.Value.Take(MaxShown).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '\uFFFD' : letter))}{(id.Value.Length > MaxShown ? "…" : "")}'";

        private CancelReply Checked(CancelRequest request, CancelReply reply, bool wasLost)
        {
            RequireForm(reply.ServiceTask);
            TaskRequestException? malformed = null;
            var items = request.Filter is null ? InOrder(request.Targets, reply.Items, wasLost) : WellFormed(reply.Items, ref malformed);
            var collateral = reply.Collateral.Count == 0 ? reply.Collateral : [.. reply.Collateral.Where(task => FindMalformed(task) is null)];
            return ReferenceEquals(items, reply.Items) && collateral.Count == reply.Collateral.Count
                ? reply
                : reply with { Items = items, Collateral = collateral, PartialFailure = reply.PartialFailure ?? malformed };
        }

        // Most replies come in the order of the request, and as they should be.
        private IReadOnlyList<CancelReplyItem> InOrder(IReadOnlyList<TaskTarget> targets, IReadOnlyList<CancelReplyItem> items, bool wasLost)
        {
            if (items is SameReplyItems same && ReferenceEquals(same.Targets, targets))
            {
                return items;
            }

            if (IsInOrder(targets, items))
            {
                return WithChecked(items);
            }

            var named = items.ToLookup(item => item.Target.Id, client.IdEquality);
            return wasLost
                ? [.. targets.Where(target => named.Contains(target.Id)).Select(target => Checked(named[target.Id].First()))]
                : [.. targets.Select(target => named[target.Id].FirstOrDefault() is { } item ? Checked(item) : Ambiguous(target, Wrong($"its reply to the cancel does not say what became of the task {target.Id}")))];
        }

        private bool IsInOrder(IReadOnlyList<TaskTarget> targets, IReadOnlyList<CancelReplyItem> items)
        {
            if (items.Count != targets.Count)
            {
                return false;
            }

            for (var at = 0; at < items.Count; at++)
            {
                if (!client.IdEquality.Equals(items[at].Target.Id, targets[at].Id))
                {
                    return false;
                }
            }

            return true;
        }

        // Only the reply tells what a cancel by filter addressed: an item without a well-formed id makes it a partial failure.
        private IReadOnlyList<CancelReplyItem> WellFormed(IReadOnlyList<CancelReplyItem> items, ref TaskRequestException? malformed)
        {
            for (var at = 0; at < items.Count && malformed is null; at++)
            {
                malformed = FindMalformed(items[at].Target.Id);
            }

            return malformed is null ? WithChecked(items) : [.. items.Where(item => FindMalformed(item.Target.Id) is null).Select(Checked)];
        }

        // The same list, unless an item needs to be replaced.
        private IReadOnlyList<CancelReplyItem> WithChecked(IReadOnlyList<CancelReplyItem> items)
        {
            CancelReplyItem[]? changed = null;
            for (var at = 0; at < items.Count; at++)
            {
                var given = items[at];
                if (Checked(given) is var item && !ReferenceEquals(item, given))
                {
                    (changed ??= [.. items])[at] = item;
                }
            }

            return changed ?? items;
        }

        // The id of the target has been validated by now; the same id need not be again.
        private CancelReplyItem Checked(CancelReplyItem item) => item.Snapshot is not { } task ? item
            : client.IdEquality.Equals(task.Id, item.Target.Id) ? (FindMalformed(task.ParentId) ?? FindMalformed(task.CanceledBy)) is { } wrong ? Ambiguous(item.Target, wrong) : item
            : FindMalformed(task) is { } malformed ? Ambiguous(item.Target, malformed)
            : Ambiguous(item.Target, Wrong($"to the cancel of the task {item.Target.Id}, it answered with {Shown(task.Id)}"));

        private static CancelReplyItem Ambiguous(TaskTarget target, TaskRequestException why) => new(target, CancelDisposition.Unknown, null, why);

        private void RequireForm(TaskSnapshot? task)
        {
            if (task is not null && FindMalformed(task) is { } malformed)
            {
                throw malformed;
            }
        }

        private void RequireForm(TaskId? id)
        {
            if (FindMalformed(id) is { } malformed)
            {
                throw malformed;
            }
        }

        private TaskRequestException? FindMalformed(TaskSnapshot task) => FindMalformed(task.Id) ?? FindMalformed(task.ParentId) ?? FindMalformed(task.CanceledBy);

        private TaskRequestException? FindMalformed(TaskId? id)
        {
            if (id is not { } given)
            {
                return null;
            }

            try
            {
                client.Validate(given);
                return null;
            }
            catch (ArgumentException malformed)
            {
                return Wrong($"it names a task {Shown(given)}, which does not have the form of its ids", malformed);
            }
        }
    }
}

/// <summary>Matches the tasks of a list against the whole filter again, whichever fields the service evaluates.</summary>
internal sealed class FilterRecheck
{
    private readonly TaskClient client;
    private readonly FilterTranslation translation;
    private readonly FilterMatcher matcher;
    private readonly bool hasServiceFields;

    internal FilterRecheck(TaskClient client, FilterTranslation translation)
    {
        this.client = client;
        this.translation = translation;
        matcher = new FilterMatcher(translation.Filter, client.IdEquality);
        hasServiceFields = translation.Filter.GetType() != typeof(TaskFilter) && translation.Filter.GetConstraints().Any(constraint => constraint.Field == FilterFields.ServiceSpecific);
    }

    /// <summary>Whether the task matches.</summary>
    /// <exception cref="TaskRequestException">The task shows that the service did not apply the filter.</exception>
    internal bool Meets(TaskSnapshot task)
    {
        var missed = matcher.FindMissed(task);
        var isMeant = (missed & translation.Residual) == FilterFields.None;
        for (var (rest, field) = (missed & ~translation.Residual, FilterFields.Ids); rest != FilterFields.None; field = (FilterFields)((int)field << 1))
        {
            isMeant &= !rest.HasFlag(field) || Meets(field, task);
            rest &= ~field;
        }

        return (!hasServiceFields || Meets(FilterFields.ServiceSpecific, task)) && isMeant && matcher.MeetsCondition(task);
    }

    private bool Meets(FilterFields field, TaskSnapshot task) => client.Match(translation, field, task) switch
    {
        FieldMatch.Contradicts => throw client.Guard.Wrong(
            $"it did not apply the filter ({string.Join(", ", translation.Filter.GetConstraints().Where(constraint => constraint.Field == field))}): its list shows the task {TaskClient.ReplyGuard.Shown(task.Id)}, which does not match"),
        var match => match != FieldMatch.Differs,
    };
}

/// <summary>Follows a list page by page, for every service: each task is new once where pages overlap, and the list is never without end. It remembers a few pages, however long the list is.</summary>
/// <param name="equality">When two ids mean one task.</param>
/// <param name="serviceName">The service.</param>
internal sealed class PagedList(IEqualityComparer<TaskId> equality, string serviceName)
{
    // Tasks that move while a list is read can repeat a page or two; a service that repeats itself forever is broken.
    private const int MaxPagesWithoutNews = 3;

    private HashSet<TaskId>? shown;
    private bool hasNews;
    private HashSet<TaskId>? last;
    private HashSet<TaskId>? lastButOne;

    // An old page, replaced each time the number of pages has doubled (Brent's algorithm): a list that goes in a circle, however long, comes back to it.
    private HashSet<TaskId>? landmark;
    private long pages;
    private int idlePages;

    /// <summary>Where the page to read is; null for the first.</summary>
    internal ListPosition? Position { get; private set; }

    /// <summary>Takes the page that was read.</summary>
    internal void Begin(TaskPage page)
    {
        hasNews = false;

        // One task alone is not on its page twice, and on the last page nobody asks for it again.
        shown = page is { Tasks.Count: <= 1, Next: null } ? null : new HashSet<TaskId>(page.Tasks.Count, equality);
    }

    /// <summary>Whether a task of the page, each in turn, was not on an earlier page.</summary>
    internal bool IsNew(TaskId id)
    {
        var isNew = last?.Contains(id) != true && lastButOne?.Contains(id) != true;
        hasNews |= isNew;
        return shown?.Add(id) == false ? throw Endless($"a page shows the task {id} twice")
            : isNew || Position is not { MayOverlap: false } ? isNew
            : throw Endless($"the task {id} comes again");
    }

    /// <summary>Ends the page. Returns whether there is another one.</summary>
    internal bool MoveNext(TaskPage page)
    {
        if (page.Failure is { } failure)
        {
            throw failure;
        }

        if (page.Next is not { } next)
        {
            return false;
        }

        RequireProgress(Position, next, shown!);
        Remember(shown!);
        Position = next;
        return true;
    }

    private void RequireProgress(ListPosition? here, ListPosition next, HashSet<TaskId> ids)
    {
        if (here is not null && !next.IsAfter(here))
        {
            throw Endless("a page leads back to itself, or to one before it");
        }

        if (ids.Count > 0 && landmark?.IsSupersetOf(ids) == true)
        {
            throw Endless("it comes back to tasks it has shown before");
        }

        idlePages = hasNews ? 0 : idlePages + 1;
        if (idlePages > (next.MayOverlap ? MaxPagesWithoutNews : 0))
        {
            throw Endless(ids.Count == 0 ? "page after page is empty" : "page after page repeats the same tasks");
        }
    }

    private void Remember(HashSet<TaskId> ids)
    {
        if (++pages > 2 && (pages & (pages - 1)) == 0)
        {
            landmark = lastButOne;
        }

        (lastButOne, last) = (last, ids);
    }

    private TaskRequestException Endless(string why) => new($"The list of {serviceName} does not come to an end: {why}.")
    {
        Reason = TaskErrorReason.Protocol,
        Delivery = RequestDelivery.Answered,
        ServiceName = serviceName,
    };
}
