using System.Globalization;
using TaskCancellation.Benchmarks.Measuring;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>Meilisearch, by a filter: a page of what it addresses, which the library reads before it cancels at the server, and the POST.</summary>
internal sealed class MeilisearchFilter : Scenario
{
    private const string Kind = "documentAdditionOrUpdate";
    private const string Index = "movies";
    private const string Unfinished = "enqueued,processing";
    private static readonly TaskFilter Filter = new() { Kinds = [Kind], Scopes = [Index] };

    internal override string Name => "meili-filter";

    internal override CannedReplies Replies { get; } = new() { Get = MeilisearchReplies.Page, Post = MeilisearchReplies.Taken };

    internal override Func<Task<Answer>> Floor(HttpClient http, Uri root) => async () =>
    {
        var filter = $"indexUids={Uri.EscapeDataString(Index)}&types={Uri.EscapeDataString(Kind)}&statuses={Uri.EscapeDataString(Unfinished)}";
        var page = await Bare.SendAsync(http, Bare.Request(HttpMethod.Get, $"{root.AbsoluteUri}tasks?{filter}&limit=20", MeilisearchReplies.Authorization()), MeilisearchJson.Default.MeilisearchPage).ConfigureAwait(false);
        var taken = await Bare.SendAsync(http, Bare.Request(HttpMethod.Post, $"{root.AbsoluteUri}tasks/cancel?{filter}", MeilisearchReplies.Authorization()), MeilisearchJson.Default.MeilisearchTaken).ConfigureAwait(false);
        return new Answer(page.Results!.Count, 0, taken.TaskUid);
    };

    internal override Func<Task<Answer>> Library(HttpClient? http, Uri root)
    {
        var client = MeilisearchReplies.Connect(http, root);
        return async () =>
        {
            var operation = await client.CancelAsync(Filter).ConfigureAwait(false);
            return new Answer(operation.Accepted.PreviewedCount ?? 0, operation.Accepted.Outcomes.Count, long.Parse(operation.ServiceTask!.Value.Value, CultureInfo.InvariantCulture));
        };
    }
}
