using TaskCancellation.Testing;

namespace TaskCancellation.Tests.CloudFoundry.Client;

/// <summary>Answers what a test wrote down, whatever address is asked. What is not written down is an unknown route.</summary>
internal sealed class ScriptedService(TimeProvider clock) : ServiceEmulator(clock, new Uri("https://api.cf.test/"))
{
    private readonly Dictionary<string, Queue<EmulatedReply>> script = new(StringComparer.Ordinal);
    private readonly List<string> hosts = [];

    internal IReadOnlyList<string> Hosts => hosts;

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
            return Wire.Error(404, 10000, "CF-NotFound", "Unknown request");
        }

        return replies.Count > 1 ? replies.Dequeue() : replies.Peek();
    }
}
