using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>What a row says of its own values, so that one which the disk has changed is noticed: SQLite keeps no checksums. It is no signature: who may write the file can also write it.</summary>
internal sealed class RowChecksum
{
    private readonly ArrayBufferWriter<byte> values = new();

    /// <summary>The checksum of a row that is not read in a loop.</summary>
    internal static long Of(params ReadOnlySpan<object?> row)
    {
        var checksum = new RowChecksum();
        foreach (var value in row)
        {
            checksum.Add(value);
        }

        return checksum.Complete();
    }

    /// <summary>Adds a value as it is written, or as it is read back: both give the same.</summary>
    internal void Add(object? value)
    {
        switch (value)
        {
            case null or DBNull:
                Put((byte)'-', 0);
                break;
            case string text:
                Put((byte)'t', Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text, values);
                break;
            case byte[] bytes:
                Put((byte)'b', bytes.Length);
                values.Write(bytes);
                break;
            case double number:
                // SQLite stores -0 as 0.
                Put((byte)'r', BitConverter.DoubleToInt64Bits(number + 0d));
                break;
            case bool flag:
                Put((byte)'i', flag ? 1 : 0);
                break;
            case int or long:
                Put((byte)'i', value is int narrow ? narrow : (long)value);
                break;
            default:
                throw new InvalidOperationException($"No column holds a {value.GetType()}.");
        }
    }

    /// <summary>The checksum of what was added; the next row begins.</summary>
    internal long Complete()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(values.WrittenSpan, hash);
        values.ResetWrittenCount();
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    private void Put(byte kind, long number)
    {
        var room = values.GetSpan(1 + sizeof(long));
        room[0] = kind;
        BinaryPrimitives.WriteInt64BigEndian(room[1..], number);
        values.Advance(1 + sizeof(long));
    }
}
