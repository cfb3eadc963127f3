using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The headers of the request that a task keeps: read when they are asked for, for any client of the cluster can set them.</summary>
internal static class ElasticsearchTaskHeaders
{
    internal const string OpaqueId = "X-Opaque-Id";
    private const int Empty = 2;

    internal static string? FindOpaqueId(RawJson? headers) =>
        headers is { Utf8.Length: > Empty } && WireReader.TryRead(headers.Utf8, ReadOpaqueId, out var value) ? value : null;

    internal static IReadOnlyDictionary<string, string> ReadAll(RawJson? headers) =>
        ReadOnlyValues.Map(headers is not null && WireReader.TryRead(headers.Utf8, ReadAll, out var all) ? all : [])!;

    internal static RawJson? Write(IReadOnlyDictionary<string, string> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in headers)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return new RawJson(buffer.ToArray());
    }

    private static string? ReadOpaqueId(ref WireReader reader)
    {
        string? value = null;
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                if (value is null && reader.Is(OpaqueId, ignoresCase: true))
                {
                    value = reader.SharedText();
                }
            }
        }

        return value;
    }

    private static Dictionary<string, string> ReadAll(ref WireReader reader)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                var name = reader.Name;
                if (reader.Text() is { } value)
                {
                    all[name] = value;
                }
            }
        }

        return all;
    }
}
