using System.Globalization;
using TaskCancellation.Benchmarks.Measuring;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>Meilisearch, one task by its uid: one POST.</summary>
internal sealed class MeilisearchCancel : Scenario
{
    private const long Uid = 4711;

    internal override string Name => "meili-cancel";

    internal override CannedReplies Replies { get; } = new() { Post = MeilisearchReplies.Taken };

    internal override Func<Task<Answer>> Floor(HttpClient http, Uri root) => async () =>
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"{root.AbsoluteUri}tasks/cancel?uids={Uid}");
        var taken = await Bare.SendAsync(http, Bare.Request(HttpMethod.Post, address, MeilisearchReplies.Authorization()), MeilisearchJson.Default.MeilisearchTaken).ConfigureAwait(false);
        return new Answer(0, 1, taken.TaskUid);
    };

    internal override Func<Task<Answer>> Library(HttpClient? http, Uri root)
    {
        var client = MeilisearchReplies.Connect(http, root);
        return async () =>
        {
            var operation = await client.CancelAsync(Uid).ConfigureAwait(false);
            return new Answer(0, operation.Accepted.Count(CancellationVerdict.Accepted), long.Parse(operation.ServiceTask!.Value.Value, CultureInfo.InvariantCulture));
        };
    }
}
