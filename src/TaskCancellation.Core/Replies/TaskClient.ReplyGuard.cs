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
            var check = new FilterRecheck(client, filter);
            var pages = new PagedList((from, token) => client.ReadPageAsync(filter, from, options, token), client.IdEquality, client.Capabilities.ServiceName);
            await foreach (var task in pages.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                RequireForm(task);
                if (check.Meets(task))
                {
                    yield return task;
                }
                else
                {
                    leftOut?.Invoke(task);
                }
            }
        }

        /// <summary>Sends one cancel request. A target that the reply names wrongly, or not at all, is ambiguous; the others stand.</summary>
        internal async Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken)
        {
            foreach (var target in request.Targets)
            {
                client.Validate(target.Id);
            }

            var reply = Checked(request, await client.SendCancelAsync(request, cancellationToken).ConfigureAwait(false));
            var named = reply.Items.Select(item => item.Target.Id).ToHashSet(client.IdEquality);
            TaskTarget[] unnamed = [.. request.Targets.Where(target => !named.Contains(target.Id))];
            return unnamed.Length == 0 ? reply : reply with
            {
                Items = [.. reply.Items, .. unnamed.Select(target => Ambiguous(target, Wrong($"its reply to the cancel does not say what became of the task {target.Id}")))],
            };
        }

        /// <summary>Finds out, by reads only, what became of a cancel whose reply was lost.</summary>
        internal async Task<CancelReply?> ReconcileAsync(CancelRequest lost, CancellationToken cancellationToken) =>
            await client.ReconcileAsync(lost, cancellationToken).ConfigureAwait(false) is { } reply ? Checked(lost, reply) : null;

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

        private CancelReply Checked(CancelRequest request, CancelReply reply)
        {
            RequireForm(reply.ServiceTask);
            var asked = request.Targets.Select(target => target.Id).ToHashSet(client.IdEquality);

            // Only the reply tells what a cancel by filter addressed: an item without a well-formed id makes it a partial failure.
            var items = request.Filter is null ? reply.Items.Where(item => asked.Contains(item.Target.Id)) : reply.Items.Where(item => FindMalformed(item.Target.Id) is null);
            var malformed = request.Filter is null ? null : reply.Items.Select(item => FindMalformed(item.Target.Id)).FirstOrDefault(problem => problem is not null);
            return reply with
            {
                Items = [.. items.Select(Checked)],
                Collateral = [.. reply.Collateral.Where(task => FindMalformed(task) is null)],
                PartialFailure = reply.PartialFailure ?? malformed,
            };
        }

        private CancelReplyItem Checked(CancelReplyItem item) => item.Snapshot is not { } task ? item
            : FindMalformed(task) is { } malformed ? Ambiguous(item.Target, malformed)
            : client.IdEquality.Equals(task.Id, item.Target.Id) ? item
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
        hasServiceFields = translation.Filter.GetConstraints().Any(constraint => constraint.Field == FilterFields.ServiceSpecific);
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
