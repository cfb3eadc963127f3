namespace TaskCancellation.Http;

/// <summary>Reads a body into one buffer, within a bound on its decompressed size.</summary>
internal static class ReplyReader
{
    private const int FirstBuffer = 16 * 1024;
    private const int Piece = 64 * 1024;

    /// <summary>Reads the body to its end.</summary>
    /// <exception cref="ReplyTooLargeException">It is longer than that.</exception>
    internal static async Task<ReplyBuffer> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var declared = content.Headers.ContentLength;
        if (declared > maxBytes)
        {
            throw new ReplyTooLargeException(maxBytes);
        }

        // One more than declared, so that the end is seen without room for more.
        var buffer = ReplyBuffer.For(Math.Max(declared + 1 ?? 0, FirstBuffer));
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                while (await stream.ReadAsync(buffer.Bytes.AsMemory(buffer.Length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
                {
                    buffer.Length = Checked(buffer.Length + (long)read, maxBytes);
                    buffer = !buffer.IsFull ? buffer
                        : buffer.Length < ReplyBuffer.LargestRented ? Grow(buffer)
                        : await ReadRestAsync(buffer, stream, maxBytes, cancellationToken).ConfigureAwait(false);
                }
            }

            return buffer;
        }
        catch
        {
            buffer.Return();
            throw;
        }
    }

    // Piece by piece, for how long it is only its end tells; then in one of that length.
    private static async Task<ReplyBuffer> ReadRestAsync(ReplyBuffer begun, Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        var pieces = new List<byte[]>();
        var length = begun.Length;
        var room = 0;
        while (true)
        {
            if (room == 0)
            {
                pieces.Add(GC.AllocateUninitializedArray<byte>(Piece));
                room = Piece;
            }

            var read = await stream.ReadAsync(pieces[^1].AsMemory(Piece - room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length = Checked(length + (long)read, maxBytes);
            room -= read;
        }

        var whole = ReplyBuffer.For(length + 1L);
        whole.Length = length;
        begun.Bytes.AsSpan(0, begun.Length).CopyTo(whole.Bytes);
        for (var (at, next) = (begun.Length, 0); at < length; at += Piece, next++)
        {
            pieces[next].AsSpan(0, Math.Min(Piece, length - at)).CopyTo(whole.Bytes.AsSpan(at));
        }

        begun.Return();
        return whole;
    }

    private static int Checked(long length, int maxBytes) => length <= maxBytes ? (int)length : throw new ReplyTooLargeException(maxBytes);

    private static ReplyBuffer Grow(ReplyBuffer full)
    {
        var larger = ReplyBuffer.For(full.Length * 2);
        full.Bytes.CopyTo(larger.Bytes, 0);
        larger.Length = full.Length;
        full.Return();
        return larger;
    }
}
