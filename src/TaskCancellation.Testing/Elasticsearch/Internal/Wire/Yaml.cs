using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>YAML as the server writes it: texts in double quotes, folded at 80 columns, items indented like the name above them.</summary>
internal static class Yaml
{
    private const int Width = 80;

    internal static string Write(JsonNode node)
    {
        var text = new StringBuilder("---");
        WriteValue(text, node, 0, isItem: false);
        return text.Append('\n').ToString();
    }

    private static void WriteValue(StringBuilder text, JsonNode? node, int indent, bool isItem)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                foreach (var (index, (name, value)) in members.Index())
                {
                    text.Append(isItem && index == 0 ? " " : "\n" + new string(' ', indent)).Append(name).Append(':');
                    WriteValue(text, value, value is JsonArray ? indent : indent + 2, isItem: false);
                }

                break;
            case JsonArray { Count: > 0 } items:
                foreach (var item in items)
                {
                    text.Append('\n').Append(' ', indent).Append('-');
                    WriteValue(text, item, indent + 2, isItem: true);
                }

                break;
            default:
                text.Append(' ').Append(node switch
                {
                    JsonObject => "{}",
                    JsonArray => "[]",
                    JsonValue value when value.GetValueKind() == JsonValueKind.String => Quote(value.GetValue<string>(), text, indent),
                    _ => node?.ToJsonString() ?? "null",
                });
                break;
        }
    }

    private static string Quote(string value, StringBuilder before, int indent)
    {
        var quoted = new StringBuilder("\"");
        var column = before.Length + 1 - (before.ToString().LastIndexOf('\n') + 1);
        var pending = 0;
        foreach (var (index, character) in value.Index())
        {
            if (index > 0 && index < value.Length - 1 && character == ' ' && column + 1 + pending > Width)
            {
                quoted.Append("\\\n").Append(' ', indent).Append('\\');
                (column, pending) = (indent, 0);
            }

            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                _ => character.ToString(),
            });
            pending++;
        }

        return quoted.Append('"').ToString();
    }
}
