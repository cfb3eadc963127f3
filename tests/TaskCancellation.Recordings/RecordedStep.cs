using System.Text;
using System.Text.Json;

namespace TaskCancellation.Recordings;

/// <summary>A line of a recording: a request with its reply, or what happened otherwise.</summary>
public sealed class RecordedStep
{
    /// <summary>Some requests were recorded for their depth.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1024 };

    private RecordedStep(int line, JsonElement json)
    {
        Line = line;
        Json = json;
        Kind = Enum.Parse<StepKind>(Text("step")!, ignoreCase: true);
        Sent = Headers("sent");
        ReplyHeaders = Headers("headers").ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The number of the line in its file.</summary>
    public int Line { get; }

    /// <summary>The whole line, for what has no member here.</summary>
    public JsonElement Json { get; }

    /// <summary>What kind of step it is.</summary>
    public StepKind Kind { get; }

    /// <summary>The world that it belongs to.</summary>
    public string Section => Text("section")!;

    /// <summary>The name of a probe or an event; null for none.</summary>
    public string? Name => Text("name");

    /// <summary>The method of a request; null for a step that is none.</summary>
    public string? Method => Text("method");

    /// <summary>Path and query of a request, as sent.</summary>
    public string Path => Text("path")!;

    /// <summary>The headers of the request that the recorder set: more than one value where it was sent more than once, none where it was left out on purpose.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Sent { get; }

    /// <summary>The body of the request; null for none. JSON as it stands in the recording, anything else as it was sent.</summary>
    public byte[]? Body =>
        Json.TryGetProperty("body", out var body) ? Encoding.UTF8.GetBytes(body.GetRawText())
        : Text("bodyText") is { } text ? (Text("bodyEncoding") == "latin-1" ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text)
        : null;

    /// <summary>Whether the body is JSON.</summary>
    public bool HasJsonBody => Json.TryGetProperty("body", out _);

    /// <summary>The status of the reply.</summary>
    public int Status => Json.GetProperty("status").GetInt32();

    /// <summary>The headers of the reply.</summary>
    public IReadOnlyDictionary<string, string> ReplyHeaders { get; }

    /// <summary>The reply where it is JSON; null where it is not.</summary>
    public JsonElement? Reply => Member("reply");

    /// <summary>The reply with symbols for what differs from run to run; <see cref="Reply"/> where the recording has no such form.</summary>
    public JsonElement? Normalized => Member("normalized") ?? Reply;

    /// <summary>The reply where it is not JSON; null where it is.</summary>
    public string? ReplyText => Text("replyText");

    /// <summary>The symbol that the task started by this step has from then on.</summary>
    public string? Captures => Text("captures");

    /// <summary>Whether the request was under way beside the steps before this line.</summary>
    public bool IsWhile => Member("while") is { ValueKind: JsonValueKind.True };

    /// <summary>How long the reply took.</summary>
    public TimeSpan Took => TimeSpan.FromSeconds(Member("seconds")?.GetDouble() ?? 0);

    /// <summary>Whether something else than the server answered.</summary>
    public bool IsBench => Member("bench") is { ValueKind: JsonValueKind.True };

    /// <summary>Reads one line.</summary>
    public static RecordedStep Parse(string line, int number = 0) => new(number, JsonElement.Parse(line, Deep));

    /// <summary>A member that is a text; null where there is none.</summary>
    public string? Text(string name) => Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A member; null where there is none.</summary>
    public JsonElement? Member(string name) => Json.TryGetProperty(name, out var member) ? member : null;

    /// <inheritdoc/>
    public override string ToString() => $"line {Line} [{Section}] {Name}: {Method} {Text("path")}";

    private Dictionary<string, IReadOnlyList<string>> Headers(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Object } headers
            ? headers.EnumerateObject().ToDictionary(header => header.Name, header => Values(header.Value), StringComparer.OrdinalIgnoreCase)
            : new(StringComparer.OrdinalIgnoreCase);

    private static IReadOnlyList<string> Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => [.. value.EnumerateArray().Select(one => one.ToString())],
        _ => [value.ToString()],
    };
}
