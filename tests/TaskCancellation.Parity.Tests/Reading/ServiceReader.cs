using System.Text.Json.Nodes;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Reading;

/// <summary>What a service's recorded replies hold, by a table of its own that shares nothing with the client.</summary>
internal abstract class ServiceReader
{
    /// <summary>An empty page: what is answered when more is asked for than was recorded.</summary>
    internal abstract string EmptyPage { get; }

    /// <summary>A value that a symbol may stand for; null for a text that is no symbol.</summary>
    internal abstract JsonNode? ValueOf(string symbol);

    /// <summary>How symbols are written, with the name in the group <c>name</c>; empty where the recording has values.</summary>
    internal abstract string SymbolPattern { get; }

    internal abstract TaskClient CreateClient(HttpMessageHandler handler, TimeProvider clock);

    /// <summary>The task that a reply is; null for none.</summary>
    internal abstract JsonNode? TaskIn(RecordedStep step, JsonNode reply);

    /// <summary>The tasks that a reply lists, in order; null where it is no list of the form that the client asks for.</summary>
    internal abstract IReadOnlyList<JsonNode>? TasksIn(RecordedStep step, JsonNode reply);

    /// <summary>What the client is to make of a task that was read by its id, or, with <paramref name="isListed"/>, in a list.</summary>
    internal abstract ExpectedRead Expect(JsonNode task, bool isListed);

    /// <summary>The code in an error; null for none.</summary>
    internal abstract string? CodeOf(JsonNode? reply);

    /// <summary>Whether the error is the service's word that there is no such task.</summary>
    internal abstract bool SaysNotFound(int status, string? code);

    /// <summary>Why the client does not read this as it should yet; null where it does.</summary>
    internal virtual string? PendingReason(JsonNode task) => null;

    /// <summary>An id that passes the client's own check.</summary>
    internal abstract string AnyId { get; }
}
