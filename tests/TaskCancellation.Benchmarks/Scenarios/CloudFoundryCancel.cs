using System.Net;
using TaskCancellation.Benchmarks.Measuring;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>Cloud Foundry, one task by its GUID: one POST, whose reply is the whole task.</summary>
internal sealed class CloudFoundryCancel : Scenario
{
    private static readonly TaskId Id = CloudFoundryReplies.GuidOf(4711);

    internal override string Name => "cf-cancel";

    internal override CannedReplies Replies { get; } = new() { Post = CannedReply.Json(HttpStatusCode.Accepted, CloudFoundryReplies.Task(Id.Value)) };

    internal override Func<Task<Answer>> Floor(HttpClient http, Uri root) => async () =>
    {
        var task = await CloudFoundryReplies.CancelAsync(http, root, Id.Value).ConfigureAwait(false);
        return new Answer(0, task.State == "CANCELING" ? 1 : 0);
    };

    internal override Func<Task<Answer>> Library(HttpClient? http, Uri root)
    {
        var client = CloudFoundryReplies.Connect(http, root);
        return async () =>
        {
            var operation = await client.CancelAsync(Id).ConfigureAwait(false);
            return new Answer(0, operation.Accepted.Count(CancellationVerdict.Accepted));
        };
    }
}
