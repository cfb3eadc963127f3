using System.Buffers;

namespace TaskCancellation.Http;

/// <summary>Reads a body into one rented buffer, within a bound on its decompressed size.</summary>
internal static class ReplyReader
{
    private const int FirstBuffer = 16 * 1024;

    /// <summary>Reads the body to its end.</summary>
    /// <exception cref="ReplyTooLargeException">It is longer than that.</exception>
    internal static async Task<(byte[] Buffer, int Length)> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var declared = content.Headers.ContentLength;
        if (declared > maxBytes)
        {
            throw new ReplyTooLargeException(maxBytes);
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Max(declared + 1 ?? 0, FirstBuffer));
        var length = 0;
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
                {
                    length += read;
                    if (length > maxBytes)
                    {
                        throw new ReplyTooLargeException(maxBytes);
                    }

                    buffer = length == buffer.Length ? Grow(buffer) : buffer;
                }
            }

            return (buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(buffer.Length * 2L, Array.MaxLength));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
