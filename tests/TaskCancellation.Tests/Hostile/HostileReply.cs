using System.Text;
using System.Text.Json;

namespace TaskCancellation.Tests.Hostile;

/// <summary>A reply as it is made hostile or merely odd: a status, a type and a body.</summary>
internal sealed record HostileReply(int Status, string ContentType, byte[] Body)
{
    private static readonly string Megabyte = new('x', 1024 * 1024);

    /// <summary>What stands in the place of a member: each JSON type, and what is no Unicode.</summary>
    private static readonly byte[][] OddValues =
    [
        "\"odd\""u8.ToArray(), "123456789"u8.ToArray(), "-5"u8.ToArray(), "0"u8.ToArray(), "1.5"u8.ToArray(), "1e400"u8.ToArray(), "9223372036854775807"u8.ToArray(), "99999999999999999999"u8.ToArray(),
        "true"u8.ToArray(), "false"u8.ToArray(), "null"u8.ToArray(), "{}"u8.ToArray(), "[]"u8.ToArray(), "[0,0]"u8.ToArray(), "{\"a\":{\"b\":[null]}}"u8.ToArray(), "\"\""u8.ToArray(), "\" \""u8.ToArray(), "\"7\""u8.ToArray(),
        "\"\\ud800\""u8.ToArray(), "\"\\u0000\\u001b[31m\\u202e\""u8.ToArray(), "\"a\\r\\nWARN: fake\""u8.ToArray(), "\"../../x\""u8.ToArray(), "\"0001-01-01T00:00:00-14:00\""u8.ToArray(), "\"9999-12-31T23:59:59.9999999-14:00\""u8.ToArray(),
        [(byte)'"', 0xFF, (byte)'"'], Encoding.UTF8.GetBytes($"\"{Megabyte}\""), Encoding.UTF8.GetBytes(new string('[', 70) + new string(']', 70)),
    ];

    /// <summary>Bodies that are not the service's word about anything.</summary>
    private static readonly (string Type, byte[] Body)[] Foreign =
    [
        ("application/json", []),
        ("text/html", "<html><body><h1>Down for maintenance</h1></body></html>"u8.ToArray()),
        ("text/plain", "404 page not found"u8.ToArray()),
        ("application/json", "null"u8.ToArray()),
        ("application/json", "{}"u8.ToArray()),
        ("application/json", "[]"u8.ToArray()),
        ("application/json", "7"u8.ToArray()),
        ("application/json", "\"text\""u8.ToArray()),
        ("application/json", "{\"error\":\"not found\"}"u8.ToArray()),
        ("application/json", "{\"errors\":[{}]}"u8.ToArray()),
        ("application/json", "{\"message\":\"no Route matched with those values\"}"u8.ToArray()),
        ("application/json", "{\"errors\":[{\"message\":\"no Route matched\"}]}"u8.ToArray()),
        ("application/json", "{\"ok\":false,\"message\":\"Unknown resource.\"}"u8.ToArray()),
        ("application/json", "{\"results\":[null],\"resources\":[null],\"tasks\":[null],\"jobs\":[null],\"nodes\":{\"a\":null}}"u8.ToArray()),
        ("application/json", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":[", 5_000)))),
        ("application/json", [0xEF, 0xBB, 0xBF]),
        ("application/octet-stream", [0x1F, 0x8B, 0x08, 0x00, 0xFF, 0xFE, 0x00]),
        ("text/plain", Encoding.UTF8.GetBytes(Megabyte)),
        ("application/xml", "<a><a><a>"u8.ToArray()),
        ("application/xml", "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><a>&b;</a>"u8.ToArray()),
    ];

    /// <summary>Statuses that something in between answers with by itself: the service was not asked.</summary>
    private static readonly int[] OfGates = [401, 403, 404, 407, 429];

    private static readonly int[] Statuses = [200, 201, 202, 203, 204, 206, 299, 300, 301, 302, 304, 307, 400, 402, 405, 406, 408, 409, 410, 412, 413, 415, 418, 421, 422, 431, 451, 460, 499, 500, 501, 502, 503, 504, 520, 599, 999];

    /// <summary>A member of another form, gone, or there twice.</summary>
    /// <param name="random">Chooses.</param>
    /// <param name="changed">The name of the member, empty for an item or the whole, and what it is now: "status=text", "uid=gone".</param>
    internal HostileReply WithOddMember(Random random, out string changed)
    {
        if (Body.AsSpan().StartsWith("<"u8) && XmlValues.WithOddElement(Body, random, out changed) is { } xml)
        {
            return this with { Body = xml };
        }

        var values = JsonValues.Of(Body);
        changed = "=gone";
        if (values.Count == 0)
        {
            return WithForeignBody(random);
        }

        var value = values[random.Next(values.Count)];
        var odd = OddValues[random.Next(OddValues.Length)];
        var way = random.Next(12);
        changed = $"{value.Name}={(way < 2 && value.From > 0 ? "gone" : FormOf(odd))}";
        return way switch
        {
            0 or 1 when value.From > 0 => this with { Body = JsonValues.Remove(Body, value) },
            2 when value.MemberFrom >= 0 => this with { Body = JsonValues.Replace(Body, value, [.. Body.AsSpan(value.From, value.To - value.From), .. (ReadOnlySpan<byte>)[(byte)','], .. JsonSerializer.SerializeToUtf8Bytes(value.Name), .. (ReadOnlySpan<byte>)[(byte)':'], .. odd]) },
            _ => this with { Body = JsonValues.Replace(Body, value, odd) },
        };
    }

    private static string FormOf(byte[] odd) => (char)odd[0] switch
    {
        '"' => odd is [_, 0xFF, ..] || odd.AsSpan().StartsWith("\"\\ud"u8) ? "broken" : "text",
        '{' => "object",
        '[' => "array",
        't' or 'f' => "flag",
        'n' => "null",
        _ => "number",
    };

    /// <summary>The same status, and a body that is not the service's.</summary>
    internal HostileReply WithForeignBody(Random random)
    {
        var (type, body) = Foreign[random.Next(Foreign.Length)];
        return this with { ContentType = type, Body = body };
    }

    /// <summary>Cut off, or followed by what does not belong to it.</summary>
    internal HostileReply WithBrokenBody(Random random) => random.Next(4) switch
    {
        0 => this with { Body = Body[..random.Next(Body.Length + 1)] },
        1 => this with { Body = [.. Body, .. "}<!-- -->"u8] },
        2 => this with { Body = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.Preamble, .. Body] },
        _ => this with { Body = [.. Body, .. Body] },
    };

    /// <summary>Another status, over the same body or one that is not the service's.</summary>
    internal HostileReply WithOddStatus(Random random) =>
        (random.Next(3) == 0 ? this : WithForeignBody(random)) with { Status = Statuses[random.Next(Statuses.Length)] };

    /// <summary>What something before the service answers by itself.</summary>
    internal static HostileReply OfGate(Random random) => new HostileReply(OfGates[random.Next(OfGates.Length)], "text/html", []).WithForeignBody(random);
}
