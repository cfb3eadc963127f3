using System.Text;
using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Reads query strings and forms as Rack does: <c>a=1</c> is a text, <c>a[]=1</c> an array, <c>a[b]=1</c> a hash, <c>a</c> a null.</summary>
internal static class CloudFoundryParameters
{
    /// <summary>How deep brackets may be nested.</summary>
    private const int MaximumDepth = 32;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The parameters in order of their first mention; of the same one given twice, the last counts.</summary>
    internal static JsonObject Parse(string text)
    {
        var parameters = new JsonObject();
        foreach (var piece in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            Add(parameters, Decode(equals < 0 ? piece : piece[..equals]), equals < 0 ? null : Decode(piece[(equals + 1)..]), depth: 0);
        }

        return parameters;
    }

    /// <summary>The text of a parameter; null when it has none, or is an array or a hash.</summary>
    internal static string? Text(JsonNode? parameter) => parameter is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>Whether bytes are UTF-8, which everything has to be that the service reads.</summary>
    internal static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Strict.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>A name or value decoded; null when it is malformed.</summary>
    internal static string? Unescape(string text, bool plusIsSpace, bool strict)
    {
        var bytes = new List<byte>(text.Length);
        for (var place = 0; place < text.Length; place++)
        {
            if (text[place] == '%' && place + 2 < text.Length && char.IsAsciiHexDigit(text[place + 1]) && char.IsAsciiHexDigit(text[place + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(place + 1, 2), 16));
                place += 2;
            }
            else if (text[place] == '%' && strict)
            {
                return null;
            }
            else if (char.IsHighSurrogate(text[place]) && place + 1 < text.Length)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, place, 2));
                place++;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes([text[place] == '+' && plusIsSpace ? ' ' : text[place]]));
            }
        }

        byte[] decoded = [.. bytes];
        return IsUtf8(decoded) ? Strict.GetString(decoded) : null;
    }

    private static string Decode(string text) => Unescape(text, plusIsSpace: true, strict: true) ?? throw CloudFoundryRefusal.Unreadable();

    /// <summary>Puts a value where a name such as <c>a[b][][c]</c> says. A name inside brackets that is malformed is a key as it stands.</summary>
    private static void Add(JsonObject into, string name, string? value, int depth)
    {
        if (depth >= MaximumDepth)
        {
            throw CloudFoundryRefusal.Unreadable();
        }

        var (key, rest) = Split(name, isNested: depth > 0);
        switch (rest)
        {
            case var _ when key.Length == 0:
                break;
            case "":
                into[key] = value;
                break;
            case "[":
                into[name] = value;
                break;
            case "[]":
                AddItem(Child(into, key, () => new JsonArray()), value);
                break;
            case ['[', ']', .. var member]:
                AddMember(Child(into, key, () => new JsonArray()), member is ['[', .. var inner, ']'] && inner.Length > 0 && !inner.AsSpan().ContainsAny('[', ']') ? inner : member, value, depth + 1);
                break;
            default:
                Add(Child(into, key, () => new JsonObject()), rest, value, depth + 1);
                break;
        }
    }

    /// <summary>An array holds no nulls.</summary>
    private static void AddItem(JsonArray array, string? value)
    {
        if (value is not null)
        {
            array.Add((JsonNode)value);
        }
    }

    /// <summary>A hash in an array: members of other names join the last one.</summary>
    private static void AddMember(JsonArray array, string name, string? value, int depth)
    {
        if (array.LastOrDefault() is not JsonObject last || last.ContainsKey(Split(name, isNested: true).Key))
        {
            last = [];
            array.Add((JsonNode)last);
        }

        Add(last, name, value, depth);
    }

    private static T Child<T>(JsonObject of, string key, Func<T> create)
        where T : JsonNode
    {
        if (of[key] is null)
        {
            of[key] = create();
        }

        return of[key] as T ?? throw CloudFoundryRefusal.Unreadable();
    }

    /// <summary>The first key of a name, and what follows: at the top what stands before a bracket, otherwise what stands in one.</summary>
    private static (string Key, string Tail) Split(string name, bool isNested)
    {
        if (isNested)
        {
            var close = name.StartsWith('[') ? name.IndexOf(']', 1) : -1;
            return close < 0 ? (name, "") : (name[1..close], name[(close + 1)..]);
        }

        var bracket = name.Length == 0 ? -1 : name.IndexOf('[', 1);
        return bracket < 0 ? (name, "") : (name[..bracket], name[bracket..]);
    }
}

/// <summary>Lists of values in a query, and the queries of links.</summary>
internal static class CloudFoundryQueryString
{
    /// <summary>Keys sorted, a space as a plus sign; a key without a value stands alone.</summary>
    internal static string Write(IEnumerable<KeyValuePair<string, string?>> parameters) =>
        string.Join('&', parameters.Select(pair => pair.Value is null ? Encode(pair.Key) : $"{Encode(pair.Key)}={Encode(pair.Value)}").Order(StringComparer.Ordinal));

    /// <summary>Splits a list after decoding, then unescapes each value once more.</summary>
    internal static IReadOnlyList<string> SplitList(string value) =>
        [.. value.Split(',').Select((item, place) => Uri.UnescapeDataString(place == 0 ? item : item.TrimStart()))];

    /// <summary>Writes a list for a link. Only commas are escaped: a value that held an escape comes back one level poorer.</summary>
    internal static string JoinList(IEnumerable<string> values) =>
        string.Join(',', values.Select(value => value.Replace(",", "%2C", StringComparison.Ordinal)));

    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
