using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TaskCancellation.Http;

/// <summary>Finds the way to a place in a body again, for an error that names it: <c>results[3].uid</c>.</summary>
internal static class WireErrorPath
{
    private const int MaxName = 64;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>The way to the value at that byte; empty for the whole body. The body is well-formed up to there.</summary>
    internal static string At(ReadOnlySpan<byte> body, long offset)
    {
        var json = new Utf8JsonReader(body, Options);
        var way = new List<Step>(WireReader.MaxDepth);

        // What follows the value need not be JSON.
        while ((json.TokenType == JsonTokenType.None || json.TokenStartIndex < offset) && json.Read())
        {
            var isEnd = json.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
            if (json.CurrentDepth > WireReader.MaxDepth + 1)
            {
                // Nothing is read as deep as this.
                continue;
            }

            // A value that an array holds is counted; one that a member holds was named before it.
            if (!isEnd && json.TokenType != JsonTokenType.PropertyName && way is [.., { IsArray: true } last])
            {
                way[^1] = last with { At = last.At + 1 };
            }

            switch (json.TokenType)
            {
                case JsonTokenType.StartArray when json.TokenStartIndex < offset:
                    way.Add(new Step(IsArray: true, -1));
                    break;
                case JsonTokenType.StartObject when json.TokenStartIndex < offset:
                    way.Add(default);
                    break;
                case JsonTokenType.PropertyName:
                    way[^1] = new Step(IsArray: false, (int)json.TokenStartIndex + 1, json.ValueSpan.Length);
                    break;
                case var _ when isEnd:
                    way.RemoveAt(way.Count - 1);
                    if (json.TokenStartIndex >= offset)
                    {
                        // What is wrong with the whole is known at its end.
                        return Show(way, body);
                    }

                    break;
            }
        }

        return Show(way, body);
    }

    private static string Show(List<Step> way, ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        foreach (var step in way)
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

    /// <summary>Where in an array, or at which member of an object: where its name is in the body.</summary>
    private readonly record struct Step(bool IsArray, int At, int Length = 0);
}

/// <summary>Why a body could not be read.</summary>
/// <param name="Description">In words that name the member.</param>
/// <param name="Cause">What the parser said, if it was the parser.</param>
internal sealed record WireProblem(string Description, Exception? Cause);
