using System.Buffers;
using System.Buffers.Text;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Sends a cancel and reads what it says of each job. Vault names a refused job only in a text, so that items are matched by their place.</summary>
internal sealed class VeevaVaultCancel(TaskHttpPipeline pipeline, VeevaVaultDialect dialect, VeevaVaultPaths paths, bool asCsv, bool asXml)
{
    internal async Task<CancelReply> SendAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        var numbers = ArrayPool<long>.Shared.Rent(request.Targets.Count);
        try
        {
            var asked = Distinct(request, numbers);
            using var reply = await pipeline.SendAsync(ToRequest(numbers.AsSpan(0, asked.Targets.Count)), cancellationToken).ConfigureAwait(false);
            return new CancelReply
            {
                Items = reply.Read(dialect.ToJson(reply.Body.Span), (ref WireReader reader) => VeevaVaultCancelReply.Read(ref reader, asked, numbers, (target, answer) => ToItem(target, answer, reply))),
                FollowsAmbiguousAttempt = reply.FollowsAmbiguousAttempt,
            };
        }
        finally
        {
            ArrayPool<long>.Shared.Return(numbers);
        }
    }

    // Canceling the same jobs twice changes nothing that canceling them once does not; what the second answer leaves open is read up.
    internal TaskHttpRequest ToRequest(CancelRequest request)
    {
        var numbers = new long[request.Targets.Count];
        return ToRequest(numbers.AsSpan(0, Distinct(request, numbers).Targets.Count));
    }

    private TaskHttpRequest ToRequest(ReadOnlySpan<long> jobs) => new(HttpMethod.Post, paths.Cancel, RetrySafety.Safe)
    {
        Body = asCsv ? Write("job_id"u8, "\n"u8, ""u8, ""u8, "\n"u8, jobs) : Write("["u8, "{\"job_id\":"u8, "}"u8, ","u8, "]"u8, jobs),
        ContentType = asCsv ? "text/csv" : "application/json",
        Accept = asXml ? "application/xml" : "application/json",
    };

    private static byte[] Write(ReadOnlySpan<byte> start, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, ReadOnlySpan<byte> between, ReadOnlySpan<byte> end, ReadOnlySpan<long> jobs)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(start.Length + end.Length + (jobs.Length * (before.Length + VeevaVaultIds.MostDigits + after.Length + between.Length)));
        var length = 0;
        Append(start);
        for (var at = 0; at < jobs.Length; at++)
        {
            Append(at == 0 ? [] : between);
            Append(before);

            // A number by now, so that nothing else can be written in.
            Utf8Formatter.TryFormat(jobs[at], buffer.AsSpan(length), out var written);
            length += written;
            Append(after);
        }

        Append(end);
        var body = buffer.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return body;

        void Append(ReadOnlySpan<byte> text)
        {
            text.CopyTo(buffer.AsSpan(length));
            length += text.Length;
        }
    }

    // The jobs of a batch are distinct already, and mostly in order. Their numbers are needed several times.
    private static CancelRequest Distinct(CancelRequest request, long[] numbers)
    {
        var isAscending = true;
        for (var at = 0; at < request.Targets.Count; at++)
        {
            numbers[at] = VeevaVaultIds.NumberOf(request.Targets[at].Id.Value)!.Value;
            isAscending &= at == 0 || numbers[at] > numbers[at - 1];
        }

        if (isAscending)
        {
            return request;
        }

        TaskTarget[] distinct = [.. request.Targets.DistinctBy(target => target.Id)];
        return distinct.Length == request.Targets.Count ? request : Distinct(request with { Targets = distinct }, numbers);
    }

    private static CancelReplyItem ToItem(TaskTarget target, VeevaVaultErrorBody item, TaskHttpReply reply)
    {
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
