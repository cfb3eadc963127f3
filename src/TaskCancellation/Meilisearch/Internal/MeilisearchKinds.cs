using System.Buffers;
using System.Runtime.CompilerServices;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>The kinds of tasks. Those whose spelling is not known are passed on; a server that does not know one refuses it and names those it knows: of that kind there is no task.</summary>
internal static class MeilisearchKinds
{
    internal const string TaskCancelation = "taskCancelation";
    internal const string UpgradeDatabase = "upgradeDatabase";
    internal const string NetworkTopologyChange = "networkTopologyChange";

    private const int Refused = 400;

    // No version has a kind of that name, so that the answer names those it has.
    private const string NoKind = "everyKindThereIs";

    /// <summary>Those that a filter does not address unless it names them.</summary>
    internal static readonly string[] Protected = [UpgradeDatabase, NetworkTopologyChange, TaskCancelation];

    private static readonly SearchValues<char> OfKinds = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private static readonly string[] Known =
    [
        "documentAdditionOrUpdate", "documentEdition", "documentDeletion", "settingsUpdate", "indexCreation", "indexDeletion", "indexUpdate", "indexSwap",
        TaskCancelation, "taskDeletion", "dumpCreation", "snapshotCreation", "export", UpgradeDatabase, "indexCompaction", NetworkTopologyChange, "dsrUpdate", "dsrClear",
    ];

    /// <summary>The kinds that a filter means which names none: all that the server has, or where it does not say, all that are known, but the protected ones.</summary>
    internal static IReadOnlyList<string> Meant(IReadOnlyList<string>? available) => [.. (available ?? Known).Where(IsSendable).Except(Protected)];

    /// <summary>The server compares kinds without case; only of a known spelling is it certain that it means the same.</summary>
    internal static bool IsExact(string kind) => Known.AsSpan().Contains(kind);

    /// <summary>Kinds are letters; a comma would make two of one.</summary>
    internal static bool IsSendable(string kind) => !kind.AsSpan().ContainsAnyExcept(OfKinds);

    /// <summary>Sends a request, without the kinds that the server does not know. Returns the reply and what was asked for; null where no kind is left.</summary>
    /// <param name="pipeline">What sends it.</param>
    /// <param name="parameters">What is asked for.</param>
    /// <param name="asked">What the request is made from besides.</param>
    /// <param name="toRequest">Makes the request, to which <see cref="IsRefusal"/> is an answer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<(TaskHttpReply Reply, IReadOnlyList<FilterParameter> Parameters)?> SendAsync<T>(
        TaskHttpPipeline pipeline, IReadOnlyList<FilterParameter> parameters, T asked, Func<T, IReadOnlyList<FilterParameter>, TaskHttpRequest> toRequest, CancellationToken cancellationToken)
    {
        while (true)
        {
            var reply = await pipeline.SendAsync(toRequest(asked, parameters), cancellationToken).ConfigureAwait(false);
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
            using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(MeilisearchPaths.List([new(MeilisearchPaths.Types, [NoKind])], limit: 1)) with { IsAnswer = IsRefusal }, cancellationToken).ConfigureAwait(false);
            return reply.Status == Refused ? reply.Read(MeilisearchErrorBody.ReadKinds) : null;
        }
        catch (TaskRequestException)
        {
            return null;
        }
    }

    /// <summary>Whether a reply refuses a kind, and names those that there are.</summary>
    internal static bool IsRefusal(int status, ReadOnlyMemory<byte> body) =>
        status == Refused && WireReader.TryRead(body.Span, MeilisearchErrorBody.ReadKinds, out var kinds) && kinds is { Count: > 0 };

    private static IReadOnlyList<FilterParameter>? WithoutUnknown(IReadOnlyList<FilterParameter> parameters, TaskHttpReply refusal)
    {
        var known = refusal.Read(MeilisearchErrorBody.ReadKinds)!;
        var asked = parameters.FirstOrDefault(one => one.Name == MeilisearchPaths.Types)?.Values ?? [];
        string[] left = [.. asked.Where(kind => known.Contains(kind, StringComparer.OrdinalIgnoreCase))];
        return left.Length == asked.Count ? throw refusal.ProtocolError("It refuses a kind of task that it says it knows.")
            : left.Length == 0 ? null
            : [.. parameters.Select(one => one.Name == MeilisearchPaths.Types ? one with { Values = left } : one)];
    }
}
