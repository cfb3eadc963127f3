using TaskCancellation.Testing;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>Answers what a test wrote down, at whatever address. What is not written down fails the test.</summary>
internal sealed class ScriptedService(TimeProvider clock) : ServiceEmulator(clock, new Uri("https://api.topaz.test/image/v1/"))
{
    private readonly Dictionary<string, Queue<EmulatedReply>> script = new(StringComparer.Ordinal);
    private readonly List<string> hosts = [];
    private readonly List<string> unexpected = [];

    internal IReadOnlyList<string> Hosts => hosts;

    /// <summary>What was asked and not written down.</summary>
    internal IReadOnlyList<string> Unexpected => unexpected;

    /// <summary>Method, path and query of all that was asked.</summary>
    internal IReadOnlyList<string> Lines => [.. Requests.Select(line => line.Request.ToString())];

    /// <summary>Answers in turn; the last answer stays.</summary>
    internal ScriptedService On(string line, params EmulatedReply[] replies)
    {
        script[line] = new Queue<EmulatedReply>(replies);
        return this;
    }

    protected override bool Serves(Uri address)
    {
        hosts.Add(address.GetLeftPart(UriPartial.Authority));
        return true;
    }

    protected override EmulatedReply Handle(EmulatedRequest request)
    {
        if (!script.TryGetValue(request.ToString(), out var replies))
        {
            unexpected.Add(request.ToString());
            return EmulatedReply.Empty(501);
        }

        return replies.Count > 1 ? replies.Dequeue() : replies.Peek();
    }
}
