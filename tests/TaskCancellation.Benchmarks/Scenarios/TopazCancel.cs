using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>Topaz, one job by its id: one DELETE, answered by 204 without a body.</summary>
internal sealed class TopazCancel : Scenario
{
    private const string Key = "benchmark-key";
    private const string Id = "5b0f8a52-41c5-4c4e-9d83-0f6c2ad1e7a4";

    internal override string Name => "topaz-cancel";

    internal override CannedReplies Replies { get; } = new() { Delete = CannedReply.NoContent };

    internal override Func<Task<Answer>> Floor(HttpClient http, Uri root) => async () =>
    {
        var message = Bare.Request(HttpMethod.Delete, $"{root.AbsoluteUri}image/v1/cancel/{Uri.EscapeDataString(Id)}", authorization: null);
        message.Headers.Add("X-API-Key", Key);
        var status = await Bare.SendAsync(http, message).ConfigureAwait(false);
        return new Answer(0, status == 204 ? 1 : 0);
    };

    internal override Func<Task<Answer>> Library(HttpClient? http, Uri root)
    {
        var client = Connect(http, root);
        return async () =>
        {
            var operation = await client.CancelAsync(Id).ConfigureAwait(false);
            return new Answer(0, operation.Accepted.Count(CancellationVerdict.Canceled));
        };
    }

    internal static TopazImageTaskClient Connect(HttpClient? http, Uri root)
    {
        var options = new TopazImageTaskClientOptions { Endpoint = root, AllowInsecureHttp = true, ApiKey = Key };
        return http is null ? new TopazImageTaskClient(options) : new TopazImageTaskClient(http, options);
    }
}
