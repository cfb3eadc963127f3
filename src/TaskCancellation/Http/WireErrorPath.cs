using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TaskCancellation.Http;

/// <summary>Finds the path of a value in a body, for an error message: <c>results[3].uid</c>.</summary>
internal static class WireErrorPath
{
    private const int MaxName = 64;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>The path of the value at that byte; empty for the whole body. The body is well-formed up to there.</summary>
    internal static string At(ReadOnlySpan<byte> body, long offset)
    {
        var json = new Utf8JsonReader(body, Options);
        var path = new List<Step>(WireReader.MaxDepth);

        // The bytes after the value need not be JSON.
        while ((json.TokenType == JsonTokenType.None || json.TokenStartIndex < offset) && json.Read())
        {
            var isEnd = json.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
            if (json.CurrentDepth > WireReader.MaxDepth + 1)
            {
                // Values are never read at this depth.
                continue;
            }

            // An item of an array is counted; the value of a member was named before it.
            if (!isEnd && json.TokenType != JsonTokenType.PropertyName && path is [.., { IsArray: true } last])
            {
                path[^1] = last with { At = last.At + 1 };
            }

            switch (json.TokenType)
            {
                case JsonTokenType.StartArray when json.TokenStartIndex < offset:
                    path.Add(new Step(IsArray: true, -1));
                    break;
                case JsonTokenType.StartObject when json.TokenStartIndex < offset:
                    path.Add(default);
                    break;
                case JsonTokenType.PropertyName:
                    path[^1] = new Step(IsArray: false, (int)json.TokenStartIndex + 1, json.ValueSpan.Length);
                    break;
                case var _ when isEnd:
                    path.RemoveAt(path.Count - 1);
                    if (json.TokenStartIndex >= offset)
                    {
                        // An error of a whole object is found at its end.
                        return Show(path, body);
                    }

                    break;
            }
        }

        return Show(path, body);
    }

    private static string Show(List<Step> path, ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        foreach (var step in path)
        {
            if (step.IsArray)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{step.At}]");
            }
            else if (step.Length > 0)
            {
                var name = body.Slice(step.At, Math.Min(step.Length, MaxName * 4));
                text.Append(text.Length > 0 ? "." : "").Append(SafeText.Of(Encoding.UTF8.GetString(name), MaxName));
            }
        }

        return SafeText.Of(text.ToString());
    }

    /// <summary>The index in an array, or the position of a member's name in the body.</summary>
    private readonly record struct Step(bool IsArray, int At, int Length = 0);
}

/// <summary>Why a body could not be read.</summary>
/// <param name="Description">The problem, with the path of the member.</param>
/// <param name="Cause">The parser's exception, if it was the parser.</param>
internal sealed record WireProblem(string Description, Exception? Cause);
