using System.IO.Compression;

namespace TaskCancellation.Tests.Http;

/// <summary>Decompresses replies while they are read, as the socket handler does.</summary>
internal sealed class DecompressingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var packed = await response.Content.ReadAsStreamAsync(cancellationToken);
        Stream plain = response.Content.Headers.ContentEncoding.Single() switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
            _ => new BrotliStream(packed, CompressionMode.Decompress),
        };
        response.Content = new StreamContent(new UnseekableStream(plain));
        return response;
    }
}
