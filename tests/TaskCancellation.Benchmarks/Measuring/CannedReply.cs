using System.Net;
using System.Text;

namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>A reply that is made once and given many times.</summary>
internal sealed record CannedReply(HttpStatusCode Status, byte[] Body)
{
    /// <summary>Gets the value of <c>X-Elastic-Product</c>, without which Elastic's own clients refuse a reply; null for none.</summary>
    internal string? Product { get; init; }

    internal static CannedReply NoContent { get; } = new(HttpStatusCode.NoContent, []);

    internal static CannedReply Json(HttpStatusCode status, string body) => new(status, Encoding.UTF8.GetBytes(body));
}
