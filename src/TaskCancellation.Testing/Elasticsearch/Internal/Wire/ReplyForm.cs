using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Converts replies to the requested form: filtered members, format, and compression.</summary>
internal static class ReplyForm
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON reply as its request wants it; binary notations are answered as JSON.</summary>
    internal static EmulatedReply Shape(EmulatedReply reply, EmulatedRequest request, ElasticsearchParameters? query, ElasticsearchVersion version)
    {
        if (reply.ContentType != "application/json")
        {
            return reply;
        }

        // The requested form does not apply to a request that was refused before it was routed.
        if (query is null)
        {
            return reply with { ContentType = version.JsonType };
        }

        var (form, type) = MediaTypes.Reply(request, query.Text("format"), version);
        var isPretty = query.Flag("pretty");
        var filter = reply.Status < 400 && query.Text("filter_path") is { Length: > 0 } paths ? paths : null;
        if (filter is null && !isPretty && form != "yaml")
        {
            return reply with { ContentType = type };
        }

        var node = JsonNode.Parse(reply.Body.Span)!;
        node = filter is null ? node : FilterPath.Apply(node, filter);
        var text = form == "yaml" ? Yaml.Write(node) : isPretty ? node.ToJsonString(Pretty) + "\n" : node.ToJsonString(ElasticsearchJson.Compact);
        return reply with { ContentType = type, Body = Encoding.UTF8.GetBytes(text) };
    }

    /// <summary>The reply compressed, where the client takes that.</summary>
    internal static EmulatedReply Compress(EmulatedReply reply, EmulatedRequest request)
    {
        var accepted = (request.Header("Accept-Encoding") ?? "").Split(',', StringSplitOptions.TrimEntries)
            .Where(coding => !coding.Replace(" ", "", StringComparison.Ordinal).EndsWith("q=0", StringComparison.Ordinal))
            .Select(coding => coding.Split(';')[0]).ToList();
        if (reply.Body.IsEmpty || Coding(accepted) is not { } chosen)
        {
            return reply;
        }

        using var packed = new MemoryStream();
        using (Stream packer = chosen == "gzip" ? new GZipStream(packed, CompressionMode.Compress) : new ZLibStream(packed, CompressionMode.Compress))
        {
            packer.Write(reply.Body.Span);
        }

        return (reply with { Body = packed.ToArray() }).WithHeader("Content-Encoding", chosen);
    }

    private static string? Coding(List<string> accepted) =>
        accepted.Contains("gzip") || accepted.Contains("*") ? "gzip" : accepted.Contains("deflate") ? "deflate" : null;
}
