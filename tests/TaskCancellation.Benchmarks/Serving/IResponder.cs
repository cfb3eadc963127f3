using TaskCancellation.Benchmarks.Measuring;

namespace TaskCancellation.Benchmarks.Serving;

/// <summary>A service: answers one request after another, over a socket or in memory. It must cost far less than any client.</summary>
internal interface IResponder
{
    /// <summary>Answers a request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="target">Its path and query.</param>
    /// <param name="body">Its body, empty where it has none.</param>
    CannedReply Respond(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> body);
}
