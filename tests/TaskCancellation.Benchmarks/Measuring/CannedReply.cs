using System.Globalization;
using System.Net;
using System.Text;

namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>A reply that is made once and given many times.</summary>
internal sealed record CannedReply(HttpStatusCode Status, byte[] Body)
{
    private byte[]? wire;

    /// <summary>Gets the value of <c>X-Elastic-Product</c>, without which Elastic's own clients refuse a reply; null for none.</summary>
    internal string? Product { get; init; }

    internal static CannedReply NoContent { get; } = new(HttpStatusCode.NoContent, []);

    /// <summary>Gets the reply as it goes over a socket.</summary>
    internal byte[] Wire => wire ??= ToWire();

    internal static CannedReply Json(HttpStatusCode status, string body) => new(status, Encoding.UTF8.GetBytes(body));

    private byte[] ToWire()
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)Status} {Status}\r\nDate: Thu, 26 Nov 2026 11:43:15 GMT\r\n");
        if (Body.Length > 0)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n");
        }

        if (Product is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"X-Elastic-Product: {Product}\r\n");
        }

        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. Body];
    }
}
