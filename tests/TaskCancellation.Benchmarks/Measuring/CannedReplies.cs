using TaskCancellation.Benchmarks.Serving;

namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>What a service answers in one scenario: the method alone decides, so that answering costs next to nothing.</summary>
internal sealed record CannedReplies : IResponder
{
    internal CannedReply? Get { get; init; }

    internal CannedReply? Post { get; init; }

    internal CannedReply? Delete { get; init; }

    public CannedReply Respond(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> body) => To(HttpMethod.Parse(System.Text.Encoding.ASCII.GetString(method)));

    internal CannedReply To(HttpMethod method) =>
        (method == HttpMethod.Get ? Get : method == HttpMethod.Post ? Post : method == HttpMethod.Delete ? Delete : null)
        ?? throw new InvalidOperationException($"The scenario has no reply to {method}.");
}
