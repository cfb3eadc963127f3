using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>Answers what a test wrote down. What is not written down is a handler that does not exist.</summary>
internal sealed class ScriptedService(TimeProvider clock) : ServiceEmulator(clock, new Uri("https://es.test/"))
{
    private readonly Dictionary<string, Queue<EmulatedReply>> script = new(StringComparer.Ordinal);

    /// <summary>Method, path and query of all that was asked.</summary>
    internal IReadOnlyList<string> Lines => [.. Requests.Select(line => line.Request.ToString())];

    /// <summary>Answers in turn; the last answer stays.</summary>
    internal ScriptedService On(string line, params EmulatedReply[] replies)
    {
        script[line] = new Queue<EmulatedReply>(replies);
        return this;
    }

    protected override EmulatedReply Handle(EmulatedRequest request)
    {
        if (!script.TryGetValue(request.ToString(), out var replies))
        {
            return EmulatedReply.Json(400, """{"error":"no handler found for uri [/x] and method [GET]"}""");
        }

        return replies.Count > 1 ? replies.Dequeue() : replies.Peek();
    }
}
