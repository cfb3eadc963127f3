using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>Requests with the parameters of a filter. A kind that the server does not know, it refuses, and names those it knows: of that kind there is no task.</summary>
internal static class MeilisearchQuery
{
    internal const string Types = "types";
    private const int Refused = 400;

    // No version has a kind of that name, so that the answer names those it has.
    private const string NoKind = "everyKindThereIs";

    internal static string Path(string path, IEnumerable<FilterParameter> parameters) =>
        parameters.Aggregate(new QueryString(), (query, one) => query.Add(one)).AppendTo(path);

    /// <summary>Sends a request, without the kinds that the server does not know. Returns the reply and what was asked for; null where no kind is left.</summary>
    internal static async Task<(TaskHttpReply Reply, IReadOnlyList<FilterParameter> Parameters)?> SendAsync(
        TaskHttpPipeline pipeline, IReadOnlyList<FilterParameter> parameters, Func<IReadOnlyList<FilterParameter>, TaskHttpRequest> toRequest, CancellationToken cancellationToken)
    {
        while (true)
        {
            var reply = await pipeline.SendAsync(toRequest(parameters) with { IsAnswer = IsRefusalOfKind }, cancellationToken).ConfigureAwait(false);
            if (reply.Status != Refused)
            {
                return (reply, parameters);
            }

            using (reply)
            {
                if (WithoutUnknown(parameters, reply) is not { } known)
                {
                    return null;
                }

                parameters = known;
            }
        }
    }

    /// <summary>The kinds that the server knows; null when it does not say, as to a key that may not list.</summary>
    internal static async Task<IReadOnlyList<string>?> ReadKindsAsync(TaskHttpPipeline pipeline, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(Path("tasks", [new(Types, [NoKind]), new("limit", ["1"])])) with { IsAnswer = IsRefusalOfKind }, cancellationToken).ConfigureAwait(false);
            return reply.Status == Refused ? reply.Read(MeilisearchErrorBody.ReadKinds) : null;
        }
        catch (TaskRequestException)
        {
            return null;
        }
    }

    private static bool IsRefusalOfKind(int status, ReadOnlyMemory<byte> body) =>
        status == Refused && WireReader.TryRead(body.Span, MeilisearchErrorBody.ReadKinds, out var kinds) && kinds is { Count: > 0 };

    private static IReadOnlyList<FilterParameter>? WithoutUnknown(IReadOnlyList<FilterParameter> parameters, TaskHttpReply refusal)
    {
        var known = refusal.Read(MeilisearchErrorBody.ReadKinds)!;
        var asked = parameters.FirstOrDefault(one => one.Name == Types)?.Values ?? [];
        string[] left = [.. asked.Where(kind => known.Contains(kind, StringComparer.OrdinalIgnoreCase))];
        return left.Length == asked.Count ? throw refusal.ProtocolError("It refuses a kind of task that it says it knows.")
            : left.Length == 0 ? null
            : [.. parameters.Select(one => one.Name == Types ? one with { Values = left } : one)];
    }
}
