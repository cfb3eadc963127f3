using TaskCancellation.Benchmarks.Serving;

namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>What a service answers in one scenario: the method decides, and whether details are asked for, so that answering costs next to nothing.</summary>
internal sealed record CannedReplies : IResponder
{
    private const string Details = "detailed=true";

    internal CannedReply? Get { get; init; }

    /// <summary>Gets the reply to a GET that asks for details; null where the service knows no such thing.</summary>
    internal CannedReply? GetDetailed { get; init; }

    internal CannedReply? Post { get; init; }

    internal CannedReply? Delete { get; init; }

    public CannedReply Respond(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> body) => Checked(
        method.SequenceEqual("GET"u8) ? GetDetailed is not null && target.IndexOf("detailed=true"u8) >= 0 ? GetDetailed : Get
        : method.SequenceEqual("POST"u8) ? Post
        : method.SequenceEqual("DELETE"u8) ? Delete
        : null);

    internal CannedReply To(HttpRequestMessage request) => Checked(
        request.Method == HttpMethod.Get ? GetDetailed is not null && request.RequestUri!.OriginalString.Contains(Details, StringComparison.Ordinal) ? GetDetailed : Get
        : request.Method == HttpMethod.Post ? Post
        : request.Method == HttpMethod.Delete ? Delete
        : null);

    /// <summary>What sort of request it is: those of all sides must be of the same.</summary>
    internal static string SortOf(HttpRequestMessage request) =>
        $"{request.Method} {request.RequestUri!.AbsolutePath}{(request.RequestUri.Query.Contains(Details, StringComparison.Ordinal) ? " with details" : "")}";

    private static CannedReply Checked(CannedReply? reply) => reply ?? throw new InvalidOperationException("The scenario has no reply to such a request.");
}
