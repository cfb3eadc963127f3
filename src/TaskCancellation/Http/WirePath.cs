using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TaskCancellation.Http;

/// <summary>Finds the way to a place in a body again, for an error that names it: <c>results[3].uid</c>.</summary>
internal static class WirePath
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>The way to the value at that byte; empty for the whole body. The body is well-formed up to there.</summary>
    internal static string At(ReadOnlySpan<byte> body, long offset)
    {
        var json = new Utf8JsonReader(body, Options);
        var way = new List<(string? Name, int Index)>();

        // What follows the value need not be JSON.
        while ((json.TokenType == JsonTokenType.None || json.TokenStartIndex < offset) && json.Read())
        {
            // A value that an array holds is counted; one that a member holds was named before it.
            if (json.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject) && way is [.., { Name: null } last])
            {
                way[^1] = (null, last.Index + 1);
            }

            switch (json.TokenType)
            {
                case JsonTokenType.StartArray when json.TokenStartIndex < offset:
                    way.Add((null, -1));
                    break;
                case JsonTokenType.StartObject when json.TokenStartIndex < offset:
                    way.Add(("", 0));
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject when json.TokenStartIndex < offset:
                    way.RemoveAt(way.Count - 1);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    // What is wrong with the whole is known at its end.
                    way.RemoveAt(way.Count - 1);
                    return Show(way);
                case JsonTokenType.PropertyName:
                    way[^1] = (CleanText.Of(Encoding.UTF8.GetString(json.ValueSpan), 64), 0);
                    break;
            }
        }

        return Show(way);
    }

    private static string Show(List<(string? Name, int Index)> way)
    {
        var text = new StringBuilder();
        foreach (var (name, index) in way)
        {
            if (name is null)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            }
            else if (name.Length > 0)
            {
                text.Append(text.Length > 0 ? "." : "").Append(name);
            }
        }

        return CleanText.Of(text.ToString());
    }
}
