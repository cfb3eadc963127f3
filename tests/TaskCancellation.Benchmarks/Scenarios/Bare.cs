using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TaskCancellation.Benchmarks.Scenarios;

/// <summary>What every floor does: one request built by hand, one reply read into a rented buffer.</summary>
internal static class Bare
{
    private const int FirstRead = 16 * 1024;

    // Headers by their typed properties, as every guide to HttpClient sets them.
    internal static HttpRequestMessage Request(HttpMethod method, string address, AuthenticationHeaderValue? authorization)
    {
        var message = new HttpRequestMessage(method, address);
        message.Headers.Authorization = authorization;
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("benchmark", "1.0"));
        return message;
    }

    internal static async Task<T> SendAsync<T>(HttpClient http, HttpRequestMessage message, JsonTypeInfo<T> type)
    {
        using (message)
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            var buffer = ArrayPool<byte>.Shared.Rent((int?)response.Content.Headers.ContentLength + 1 ?? FirstRead);
            try
            {
                using var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
                var length = 0;
                while (await body.ReadAsync(buffer.AsMemory(length)).ConfigureAwait(false) is > 0 and var read)
                {
                    length += read;
                    buffer = length < buffer.Length ? buffer : Grow(buffer);
                }

                return JsonSerializer.Deserialize(buffer.AsSpan(0, length), type) ?? throw new InvalidOperationException("The reply is null.");
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    internal static async Task<int> SendAsync(HttpClient http, HttpRequestMessage message)
    {
        using (message)
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            return (int)response.StatusCode;
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
