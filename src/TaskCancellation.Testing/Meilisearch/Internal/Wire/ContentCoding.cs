using System.Globalization;
using System.IO.Compression;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The content coding of an answer, as the client accepts it.</summary>
internal sealed record ContentCoding(string Name, Func<Stream, Stream>? Open)
{
    private static readonly ContentCoding Identity = new("identity", null);

    /// <summary>In the server's order of preference.</summary>
    private static readonly ContentCoding[] Codings =
    [
        new("br", stream => new BrotliStream(stream, CompressionLevel.Fastest)),
        new("gzip", stream => new GZipStream(stream, CompressionLevel.Fastest)),
        new("deflate", stream => new ZLibStream(stream, CompressionLevel.Fastest)),
    ];

    /// <summary>What a client is answered that takes nothing of what there is.</summary>
    internal static EmulatedReply NotAcceptable { get; } = EmulatedReply.Text(406, string.Join(", ", Codings.Select(one => one.Name)), "") with { ContentType = null };

    /// <summary>The coding that the client prefers, or the server's preference among equals; null for none. A star selects nothing.</summary>
    internal static ContentCoding? Choose(string? accepted)
    {
        var items = (accepted ?? "").Split(',').Select(Read).OrderByDescending(item => item.Quality).ToList();
        var liked = items.Find(item => item.Quality > 0 && Codings.Any(coding => coding.Name == item.Name)).Quality;
        var best = Array.Find(Codings, coding => liked > 0 && items.Contains((coding.Name, liked)));
        var plain = items.FindIndex(item => item.Name is "identity" or "*");
        return best ?? (plain >= 0 && items[plain].Quality <= 0 ? null : Identity);
    }

    internal EmulatedReply Pack(EmulatedReply reply)
    {
        if (Open is null || reply.Body.Length == 0)
        {
            return reply;
        }

        using var packed = new MemoryStream();
        using (var coder = Open(packed))
        {
            coder.Write(reply.Body.Span);
        }

        return (reply with { Body = packed.ToArray() }).WithHeader("Content-Encoding", Name);
    }

    private static (string Name, double Quality) Read(string item)
    {
        var parts = item.Split(';', StringSplitOptions.TrimEntries);
        var quality = parts.Skip(1).FirstOrDefault(part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        return (parts[0].ToLowerInvariant(), quality is not null && double.TryParse(quality[2..], CultureInfo.InvariantCulture, out var value) ? value : 1);
    }
}
