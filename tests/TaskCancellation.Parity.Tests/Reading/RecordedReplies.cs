using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Reading;

/// <summary>The replies of a recording as a client would get them: with values where the recording has symbols.</summary>
internal static class RecordedReplies
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1024 };

    internal static ServiceReader ReaderOf(Recording recording) => recording.Service switch
    {
        "meilisearch" => new MeilisearchReader(),
        "elasticsearch" => new ElasticsearchReader(),
        "cloudfoundry" => new CloudFoundryReader(),
        _ => throw new NotSupportedException($"Nobody reads the replies of {recording.Service}."),
    };

    /// <summary>The steps that were answered by the server itself.</summary>
    internal static IEnumerable<RecordedStep> Answered(Recording recording) =>
        recording.Steps.Where(step => step.Method is not null && step.Kind != StepKind.Note && step.Member("status") is not null && !step.IsBench);

    /// <summary>The reply, where it is JSON.</summary>
    internal static JsonNode? JsonOf(ServiceReader reader, RecordedStep step) =>
        step.Reply is { } reply ? Fill(reader, JsonNode.Parse(reply.GetRawText(), documentOptions: Deep)) : null;

    internal static byte[] BodyOf(JsonNode? json, RecordedStep step) =>
        json is null ? Encoding.UTF8.GetBytes(step.ReplyText ?? (step.Reply is null ? "" : "null")) : Encoding.UTF8.GetBytes(json.ToJsonString(new JsonSerializerOptions { MaxDepth = 1024 }));

    private static JsonNode? Fill(ServiceReader reader, JsonNode? node) => node switch
    {
        JsonObject one => new JsonObject(one.Select(member => KeyValuePair.Create(FillText(reader, member.Key).ToString(), Fill(reader, member.Value)))),
        JsonArray many => new JsonArray([.. many.Select(item => Fill(reader, item))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => FillText(reader, value.GetValue<string>()),
        _ => node?.DeepClone(),
    };

    private static JsonNode FillText(ServiceReader reader, string text)
    {
        if (reader.SymbolPattern.Length == 0)
        {
            return text;
        }

        var whole = Regex.Match(text, $@"\A{reader.SymbolPattern}\z");
        return whole.Success && reader.ValueOf(whole.Groups["name"].Value) is { } value
            ? value
            : Regex.Replace(text, reader.SymbolPattern, match => reader.ValueOf(match.Groups["name"].Value)?.ToString() ?? match.Value);
    }
}
