using System.Text;
using System.Text.Json;

namespace TaskCancellation.Tests.Hostile;

/// <summary>The values of a JSON body by their bytes, so that one can be replaced by what no serializer would write.</summary>
internal static class JsonValues
{
    /// <summary>A value: the member that holds it (empty for an item), where it begins and ends, and where the member's name begins.</summary>
    internal readonly record struct Value(string Name, JsonTokenType Type, int From, int To, int MemberFrom);

    /// <summary>All values of the body, the whole first; none when it is not JSON.</summary>
    internal static IReadOnlyList<Value> Of(ReadOnlySpan<byte> body)
    {
        var found = new List<Value>();
        try
        {
            var json = new Utf8JsonReader(body);
            var (name, memberFrom) = ("", -1);
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName)
                {
                    (name, memberFrom) = (json.GetString()!, (int)json.TokenStartIndex);
                    continue;
                }

                if (json.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
                {
                    var whole = json;
                    whole.Skip();
                    found.Add(new Value(name, json.TokenType, (int)json.TokenStartIndex, (int)whole.BytesConsumed, memberFrom));
                }

                (name, memberFrom) = ("", -1);
            }

            return found;
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The body with another value in the place of that one.</summary>
    internal static byte[] Replace(byte[] body, Value value, ReadOnlySpan<byte> by) => [.. body.AsSpan(0, value.From), .. by, .. body.AsSpan(value.To)];

    /// <summary>The body without that member, or item.</summary>
    internal static byte[] Remove(byte[] body, Value value)
    {
        var (from, to) = (value.MemberFrom >= 0 ? value.MemberFrom : value.From, value.To);
        var after = body.AsSpan(to);
        var blank = after.Length - after.TrimStart(" \t\r\n"u8).Length;
        if (blank < after.Length && after[blank] == (byte)',')
        {
            to += blank + 1;
        }
        else if (Encoding.UTF8.GetString(body, 0, from).TrimEnd() is { } before && before.EndsWith(','))
        {
            from = Encoding.UTF8.GetByteCount(before) - 1;
        }

        return [.. body.AsSpan(0, from), .. body.AsSpan(to)];
    }
}
