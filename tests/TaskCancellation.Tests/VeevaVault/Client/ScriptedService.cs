using TaskCancellation.Testing;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>Answers what a test wrote down. What is not written down is a malformed address.</summary>
internal sealed class ScriptedService(TimeProvider clock) : ServiceEmulator(clock, new Uri("https://vault.test/"))
{
    private readonly Dictionary<string, Func<EmulatedRequest, EmulatedReply>> script = new(StringComparer.Ordinal);

    /// <summary>Method, path and query of all that was asked.</summary>
    internal IReadOnlyList<string> Lines => [.. Requests.Select(line => line.Request.ToString())];

    /// <summary>Answers in turn; the last answer stays.</summary>
    internal ScriptedService On(string line, params EmulatedReply[] replies)
    {
        var queue = new Queue<EmulatedReply>(replies);
        return On(line, _ => queue.Count > 1 ? queue.Dequeue() : queue.Peek());
    }

    internal ScriptedService On(string line, Func<EmulatedRequest, EmulatedReply> answer)
    {
        script[line] = answer;
        return this;
    }

    protected override EmulatedReply Handle(EmulatedRequest request) =>
        script.TryGetValue(request.ToString(), out var answer) ? answer(request) : Wire.Failure("MALFORMED_URL", "The resource [" + request.Path + "] cannot be located");
}
