using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace TaskCancellation.Parity.Tests.Comparing;

/// <summary>What the emulator answered to a recorded request.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers; several values of one are joined by a comma.</param>
/// <param name="Body">The body as sent.</param>
internal sealed record EmulatedAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    internal string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body where it is JSON; null where it is not.</summary>
    internal JsonElement? Json
    {
        get
        {
            try
            {
                return Body.Length == 0 ? null : JsonElement.Parse(Body);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    internal static async Task<EmulatedAnswer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        var body = await response.Content.ReadAsByteArrayAsync();
        return new((int)response.StatusCode, headers, headers.GetValueOrDefault("Content-Encoding") == "gzip" ? Unzip(body) : body);
    }

    /// <summary>The recordings have what a client makes of it.</summary>
    private static byte[] Unzip(byte[] body)
    {
        using var packed = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
