using System.Net;
using TaskCancellation.Benchmarks.Measuring;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>Veeva Vault, 500 jobs by id: one POST, the most that the service takes in one.</summary>
internal sealed class VaultCancel : Scenario
{
    private const int Jobs = 500;
    private static readonly long[] Ids = [.. Enumerable.Range(1, Jobs).Select(number => 400_000L + number)];

    internal override string Name => "vault-500";

    internal override CannedReplies Replies { get; } = new() { Post = CannedReply.Json(HttpStatusCode.OK, VaultReplies.Canceled(Ids)) };

    internal override Func<Task<Answer>> Floor(HttpClient http, Uri root) => async () => new Answer(0, await VaultReplies.CancelAsync(http, root, Ids).ConfigureAwait(false));

    internal override Func<Task<Answer>> Library(HttpClient? http, Uri root)
    {
        var client = VaultReplies.Connect(http, root);
        return async () =>
        {
            var taken = 0;
            await foreach (var outcome in client.CancelManyAsync(Ids).ConfigureAwait(false))
            {
                taken += outcome.Verdict == CancellationVerdict.Accepted ? 1 : 0;
            }

            return new Answer(0, taken);
        };
    }
}
