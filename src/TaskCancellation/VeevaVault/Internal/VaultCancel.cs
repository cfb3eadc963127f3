using System.Globalization;
using System.Text;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Sends a cancel and reads what it says of each job. Vault names a refused job only in a text, so that items are matched by their place.</summary>
internal sealed class VaultCancel(TaskHttpPipeline pipeline, VaultDialect dialect, VaultPaths paths, Func<TaskId[], CancellationToken, IAsyncEnumerable<TaskSnapshot>> read, bool asCsv, bool asXml)
{
    internal async Task<CancelReply> SendAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        var targets = Distinct(request);
        using var reply = await pipeline.SendAsync(ToRequest(request), cancellationToken).ConfigureAwait(false);
        long[] asked = [.. targets.Select(target => VaultLimits.NumberOf(target.Id.Value)!.Value)];
        var answers = reply.Read(dialect.ToJson(reply.Body.Span), (ref WireReader reader) => VaultCancelReply.Read(ref reader, asked));
        var items = new CancelItemReply[targets.Length];
        for (var at = 0; at < items.Length; at++)
        {
            items[at] = ToItem(targets[at], answers[at], reply);
        }

        return new CancelReply
        {
            Items = await ReadUpAsync(items, cancellationToken).ConfigureAwait(false),
            FollowsDoubtfulTry = reply.FollowsDoubtfulTry,
        };
    }

    // Canceling the same jobs twice changes nothing that canceling them once does not; what the second answer leaves open is read up.
    internal TaskHttpRequest ToRequest(CancelRequest request)
    {
        // Numbers by now, so that nothing else can be written in.
        var ids = Distinct(request).Select(target => VaultLimits.NumberOf(target.Id.Value)!.Value);
        var (body, contentType) = asCsv
            ? (string.Concat(ids.Select(id => string.Create(CultureInfo.InvariantCulture, $"{id}\n")).Prepend("job_id\n")), "text/csv")
            : ($"[{string.Join(',', ids.Select(id => string.Create(CultureInfo.InvariantCulture, $"{{\"job_id\":{id}}}")))}]", "application/json");
        return new TaskHttpRequest(HttpMethod.Post, paths.Cancel, RetrySafety.Safe)
        {
            Body = Encoding.UTF8.GetBytes(body),
            ContentType = contentType,
            Accept = asXml ? "application/xml" : "application/json",
        };
    }

    private static TaskTarget[] Distinct(CancelRequest request) => [.. request.Targets.DistinctBy(target => target.Id)];

    private static CancelItemReply ToItem(TaskTarget target, VaultErrorBody item, TaskHttpReply reply)
    {
        if (item.IsSuccess)
        {
            return new CancelItemReply(target, CancelDisposition.Acknowledged);
        }

        var error = new TaskRequestException($"{VaultLimits.ServiceName}: {item.Words}")
        {
            Kind = item.Kind,
            Delivery = RequestDelivery.Answered,
            StatusCode = reply.Status,
            ErrorCode = item.Type,
            ServiceName = VaultLimits.ServiceName,
            RequestId = reply.RequestId,
            FollowsDoubtfulTry = reply.FollowsDoubtfulTry,
        };
        return new CancelItemReply(target, Meaning(item.Status, item.Type, item.Kind), null, error);
    }

    // Invalid data is said of jobs that have ended, are being canceled, run, or never were.
    private static CancelDisposition Meaning(string? status, string? type, TaskErrorKind kind) => (status, type) switch
    {
        (VaultErrorBody.Failure, null or VaultErrorTypes.InvalidData) => CancelDisposition.AlreadyEnded,
        (VaultErrorBody.Failure, _) when kind != TaskErrorKind.ServerError =>
            VaultLifecycle.Table.FindRefusal(type)?.Meaning ?? (kind == TaskErrorKind.Authentication ? CancelDisposition.Denied : CancelDisposition.Rejected),
        _ => CancelDisposition.Unclear,
    };

    private async Task<IReadOnlyList<CancelItemReply>> ReadUpAsync(CancelItemReply[] items, CancellationToken cancellationToken)
    {
        TaskId[] open = [.. items.Where(item => item.Disposition is CancelDisposition.AlreadyEnded or CancelDisposition.Unclear).Select(item => item.Target.Id)];
        if (open.Length == 0)
        {
            return items;
        }

        var found = new Dictionary<TaskId, TaskSnapshot>();
        try
        {
            await foreach (var job in read(open, cancellationToken).ConfigureAwait(false))
            {
                found[job.Id] = job;
            }
        }
        catch (TaskRequestException reading)
        {
            // The answers stand, whatever the read came to.
            return [.. items.Select(item => found.TryGetValue(item.Target.Id, out var job) ? WithRead(item, job) : Unread(item, reading))];
        }

        return [.. items.Select(item => WithRead(item, found.GetValueOrDefault(item.Target.Id)))];
    }

    private static CancelItemReply WithRead(CancelItemReply item, TaskSnapshot? job) => (item.Disposition, job) switch
    {
        (CancelDisposition.AlreadyEnded, null) => item with { Disposition = CancelDisposition.NotFound },
        (CancelDisposition.AlreadyEnded, _) => item with { Snapshot = job },
        (CancelDisposition.Unclear, { State: TaskState.Canceling } or { IsTerminal: true }) => item with { Disposition = CancelDisposition.Acknowledged, Snapshot = job },
        (CancelDisposition.Unclear, _) => item with { Snapshot = job },
        _ => item,
    };

    private static CancelItemReply Unread(CancelItemReply item, TaskRequestException reading) => item is { Disposition: CancelDisposition.AlreadyEnded, Error: { } error }
        ? item with
        {
            Disposition = CancelDisposition.Rejected,
            Error = new TaskRequestException($"{VaultLimits.ServiceName} refused the cancel, and the job could not be read to say why: {reading.Message}", error)
            {
                Kind = error.Kind,
                Delivery = error.Delivery,
                StatusCode = error.StatusCode,
                ErrorCode = error.ErrorCode,
                ServiceName = error.ServiceName,
                RequestId = error.RequestId,
                RetryAfter = reading.RetryAfter,
                FollowsDoubtfulTry = error.FollowsDoubtfulTry,
            },
        }
        : item;
}
