using System.Net.Http.Headers;
using System.Text;

namespace TaskCancellation.Testing;

/// <summary>A request as it reached an emulator.</summary>
/// <param name="Method">The HTTP method, in upper case.</param>
/// <param name="Path">The path, percent-encoded, with its leading slash.</param>
/// <param name="RawQuery">The query string as received, without the question mark; empty when there is none.</param>
/// <param name="Headers">All headers, content headers included. Names are compared without case.</param>
/// <param name="Body">The body; empty when there is none.</param>
public sealed record EmulatedRequest(
    string Method,
    string Path,
    string RawQuery,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>Gets the scheme of the address: <c>https</c> or <c>http</c>.</summary>
    public string Scheme { get; init; } = Uri.UriSchemeHttps;

    /// <summary>The headers that came more than once; their values are joined by a comma.</summary>
    internal IReadOnlySet<string> RepeatedHeaders { get; init; } = new HashSet<string>();

    /// <summary>Gets the body decoded as UTF-8.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Returns the method, path, and query. Headers, and therefore credentials, are never included.</summary>
    public override string ToString() => RawQuery.Length == 0 ? $"{Method} {Path}" : $"{Method} {Path}?{RawQuery}";

    /// <summary>Returns the value of a header, or <see langword="null"/>.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    internal static async Task<EmulatedRequest> FromAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var repeated = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        void Take(HttpHeadersNonValidated received)
        {
            foreach (var (name, values) in received)
            {
                headers[name] = values.ToString();
                if (values.Count > 1)
                {
                    repeated.Add(name);
                }
            }
        }

        Take(request.Headers.NonValidated);

        byte[] body = [];
        if (request.Content is { } content)
        {
            body = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            Take(content.Headers.NonValidated);
        }

        return new EmulatedRequest(request.Method.Method.ToUpperInvariant(), uri.AbsolutePath, uri.Query is ['?', .. var query] ? query : "", headers, body) { Scheme = uri.Scheme, RepeatedHeaders = repeated };
    }
}
