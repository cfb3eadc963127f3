using System.Globalization;
using System.Text;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Sends a cancel and reads what it says of each job. Vault names a refused job only in a text, so that items are matched by their place.</summary>
internal sealed class VaultCancel(TaskHttpPipeline pipeline, VaultDialect dialect, VaultPaths paths, bool asCsv, bool asXml)
{
    internal async Task<CancelReply> SendAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        var targets = Distinct(request);
        using var reply = await pipeline.SendAsync(ToRequest(request), cancellationToken).ConfigureAwait(false);
        long[] asked = [.. targets.Select(target => VaultLimits.NumberOf(target.Id.Value)!.Value)];
        var answers = reply.Read(dialect.ToJson(reply.Body.Span), (ref WireReader reader) => VaultCancelReply.Read(ref reader, asked));
        return new CancelReply
        {
            Items = [.. targets.Zip(answers, (target, answer) => ToItem(target, answer, reply))],
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

        var meaning = Meaning(item.Status, item.Type, item.Kind);
        return new CancelItemReply(target, meaning, null, reply.Refusal(item.Kind, item.Type, item.Words)) { ReadUp = ReadUpOf(meaning) };
    }

    // Invalid data is said of jobs that have ended, are being canceled, run, or never were.
    private static CancelDisposition Meaning(string? status, string? type, TaskErrorKind kind) => (status, type) switch
    {
        (VaultErrorBody.Failure, null or VaultErrorTypes.InvalidData) => CancelDisposition.AlreadyEnded,
        (VaultErrorBody.Failure, _) when kind != TaskErrorKind.ServerError =>
            VaultLifecycle.Table.FindRefusal(type)?.Meaning ?? (kind == TaskErrorKind.Authentication ? CancelDisposition.Denied : CancelDisposition.Rejected),
        _ => CancelDisposition.Unclear,
    };

    // What a refusal for the data, and what no documented answer, leave open.
    private static ReadUp? ReadUpOf(CancelDisposition meaning) => meaning switch
    {
        CancelDisposition.AlreadyEnded => new ReadUp(job => job is null ? CancelDisposition.NotFound : CancelDisposition.AlreadyEnded, CancelDisposition.Rejected),
        CancelDisposition.Unclear => new ReadUp(job => job is { State: TaskState.Canceling } or { IsTerminal: true } ? CancelDisposition.Acknowledged : CancelDisposition.Unclear, CancelDisposition.Unclear),
        _ => null,
    };
}
