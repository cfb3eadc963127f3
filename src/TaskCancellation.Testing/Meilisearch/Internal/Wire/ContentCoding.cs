using System.Globalization;
using System.IO.Compression;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Compresses answers as the client accepts it: Brotli before gzip before deflate.</summary>
internal static class ContentCoding
{
    private static readonly (string Name, Func<Stream, Stream> Open)[] Codings =
    [
        ("br", stream => new BrotliStream(stream, CompressionLevel.Fastest)),
        ("gzip", stream => new GZipStream(stream, CompressionLevel.Fastest)),
        ("deflate", stream => new ZLibStream(stream, CompressionLevel.Fastest)),
    ];

    internal static EmulatedReply Pack(EmulatedReply reply, string? accepted)
    {
        if (accepted is null || reply.Body.Length == 0)
        {
            return reply;
        }

        var qualities = accepted.Split(',').Select(Read).ToList();
        var coding = Array.Find(Codings, coding => qualities.Exists(one => one.Quality > 0 && one.Name == coding.Name));
        if (coding.Name is not null)
        {
            return (reply with { Body = Compress(reply.Body, coding.Open) }).WithHeader("Content-Encoding", coding.Name);
        }

        return qualities.Exists(one => one is { Name: "identity", Quality: 0 })
            ? EmulatedReply.Text(406, string.Join(", ", Codings.Select(one => one.Name)), "") with { ContentType = null }
            : reply;
    }

    private static (string Name, double Quality) Read(string item)
    {
        var parts = item.Split(';', StringSplitOptions.TrimEntries);
        var quality = parts.Skip(1).FirstOrDefault(part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        return (parts[0].ToLowerInvariant(), quality is not null && double.TryParse(quality[2..], CultureInfo.InvariantCulture, out var value) ? value : 1);
    }

    private static byte[] Compress(ReadOnlyMemory<byte> body, Func<Stream, Stream> open)
    {
        using var packed = new MemoryStream();
        using (var coder = open(packed))
        {
            coder.Write(body.Span);
        }

        return packed.ToArray();
    }
}
