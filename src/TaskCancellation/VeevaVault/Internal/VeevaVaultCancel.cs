using System.Globalization;
using System.Text;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Sends a cancel and reads what it says of each job. Vault names a refused job only in a text, so that items are matched by their place.</summary>
internal sealed class VeevaVaultCancel(TaskHttpPipeline pipeline, VeevaVaultDialect dialect, VeevaVaultPaths paths, bool asCsv, bool asXml)
{
    internal async Task<CancelReply> SendAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        var targets = Distinct(request);
        using var reply = await pipeline.SendAsync(ToRequest(request), cancellationToken).ConfigureAwait(false);
        long[] asked = [.. targets.Select(target => VeevaVaultIds.NumberOf(target.Id.Value)!.Value)];
        var answers = reply.Read(dialect.ToJson(reply.Body.Span), (ref WireReader reader) => VeevaVaultCancelReply.Read(ref reader, asked));
        return new CancelReply
        {
            Items = [.. targets.Zip(answers, (target, answer) => ToItem(target, answer, reply))],
            FollowsAmbiguousAttempt = reply.FollowsAmbiguousAttempt,
        };
    }

    // Canceling the same jobs twice changes nothing that canceling them once does not; what the second answer leaves open is read up.
    internal TaskHttpRequest ToRequest(CancelRequest request)
    {
        // Numbers by now, so that nothing else can be written in.
        var ids = Distinct(request).Select(target => VeevaVaultIds.NumberOf(target.Id.Value)!.Value);
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

    private static CancelReplyItem ToItem(TaskTarget target, VeevaVaultErrorBody item, TaskHttpReply reply)
    {
        if (item.IsSuccess)
        {
            return new CancelReplyItem(target, CancelDisposition.Acknowledged);
        }

        var meaning = Meaning(item.Status, item.Type, item.Kind);
        return new CancelReplyItem(target, meaning, null, reply.Refusal(item.Kind, item.Type, item.Words)) { FollowUpRead = ReadUpOf(meaning) };
    }

    // Invalid data is said of jobs that have ended, are being canceled, run, or never were.
    private static CancelDisposition Meaning(string? status, string? type, TaskErrorReason kind) => (status, type) switch
    {
        (VeevaVaultErrorBody.Failure, null or VeevaVaultErrors.InvalidData) => CancelDisposition.AlreadyEnded,
        (VeevaVaultErrorBody.Failure, _) when kind != TaskErrorReason.ServerError =>
            VeevaVaultLifecycle.Table.FindRefusal(type)?.Meaning ?? (kind == TaskErrorReason.Authentication ? CancelDisposition.Denied : CancelDisposition.Rejected),
        _ => CancelDisposition.Unknown,
    };

    // What a refusal for the data, and what no documented answer, leave open.
    private static FollowUpRead? ReadUpOf(CancelDisposition meaning) => meaning switch
    {
        CancelDisposition.AlreadyEnded => new FollowUpRead(job => job is null ? CancelDisposition.NotFound : CancelDisposition.AlreadyEnded, CancelDisposition.Rejected),
        CancelDisposition.Unknown => new FollowUpRead(job => job is { State: TaskState.Canceling } or { IsTerminal: true } ? CancelDisposition.Acknowledged : CancelDisposition.Unknown, CancelDisposition.Unknown),
        _ => null,
    };
}
