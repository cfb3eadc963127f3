using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The JSON body of a request, and its errors.</summary>
internal static class RequestBody
{
    /// <summary>The body; null for none.</summary>
    /// <exception cref="ElasticsearchRefusal">It is no JSON.</exception>
    internal static JsonElement? Read(EmulatedRequest request, ElasticsearchVersion version)
    {
        var body = Unpack(request);
        try
        {
            return body.IsEmpty ? null : JsonElement.Parse(body.Span);
        }
        catch (JsonException broken)
        {
            throw Broken(body, broken, version);
        }
    }

    /// <summary>Refuses a member of the outermost object that is not known, with the place where it stands.</summary>
    internal static void RefuseUnknown(EmulatedRequest request, string parser, IReadOnlyCollection<string> known)
    {
        var body = Unpack(request).Span;
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.GetString() is { } name && !known.Contains(name))
            {
                throw new ElasticsearchRefusal(400, new ElasticsearchError("x_content_parse_exception", $"[{Place(body[..(int)reader.TokenStartIndex])}] [{parser}] unknown field [{name}]"));
            }
        }
    }

    // Elastic's own clients compress what they send. A body that is no gzip, though it says so, is no JSON either.
    private static ReadOnlyMemory<byte> Unpack(EmulatedRequest request)
    {
        if (request.Header("Content-Encoding") != "gzip")
        {
            return request.Body;
        }

        try
        {
            using var packed = new GZipStream(new MemoryStream(request.Body.ToArray()), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            packed.CopyTo(unpacked);
            return unpacked.ToArray();
        }
        catch (InvalidDataException)
        {
            return request.Body;
        }
    }

    private static string Place(ReadOnlySpan<byte> before)
    {
        var line = before.Count((byte)'\n') + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{line}:{before.Length - before.LastIndexOf((byte)'\n')}");
    }

    /// <summary>The message of the JSON library; 3.x has a newer one, which wraps the error.</summary>
    private static ElasticsearchRefusal Broken(ReadOnlyMemory<byte> body, JsonException broken, ElasticsearchVersion version)
    {
        var isCut = IsCut(body);
        var at = isCut ? body.Length : Encoding.UTF8.GetByteCount(Encoding.UTF8.GetString(body.Span).Split('\n').Take((int)(broken.LineNumber ?? 0)).Aggregate("", (text, line) => text + line + "\n")) + (int)(broken.BytePositionInLine ?? 0);
        var found = isCut ? "Unexpected end-of-input within/between Object entries" : $"Unexpected character ('{(char)body.Span[at]}' (code {body.Span[at]}))";
        var place = Place(body.Span[..at]).Split(':');
        const string hidden = "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)";
        var isNewest = version.IsOpenSearch && version.Major >= 3;
        var source = version.IsOpenSearch ? hidden : $"({version.JavaPackage}.common.io.stream.ByteBufferStreamInput)";
        var where = isNewest
            ? string.Create(CultureInfo.InvariantCulture, $"byte offset: #{at}")
            : $"line: {place[0]}, column: {place[1]}";
        var error = new ElasticsearchError(
            (isCut, isNewest) switch
            {
                (true, true) => "unexpected_end_of_input_exception",
                (true, false) => "json_e_o_f_exception",
                (_, true) => "stream_read_exception",
                _ => "json_parse_exception",
            },
            $"{found}\n at [Source: {source}; {where}]");
        return new ElasticsearchRefusal(400, isNewest ? error with { CausedBy = error } : error);
    }

    private static bool IsCut(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
