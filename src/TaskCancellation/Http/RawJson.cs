using System.Text;

namespace TaskCancellation.Http;

/// <summary>A part of a reply, kept as the bytes it came in and read when it is asked for. Equal to another of the same bytes.</summary>
internal sealed class RawJson(ReadOnlyMemory<byte> utf8) : IEquatable<RawJson>
{
    private static readonly RawJson EmptyObject = new("{}"u8.ToArray());

    internal ReadOnlySpan<byte> Utf8 => utf8.Span;

    /// <summary>Null for nothing; one instance for all that is an object without members.</summary>
    internal static RawJson? Of(ReadOnlyMemory<byte> utf8) =>
        utf8.IsEmpty ? null : utf8.Span.SequenceEqual(EmptyObject.Utf8) ? EmptyObject : new RawJson(utf8);

    /// <inheritdoc cref="Of(ReadOnlyMemory{byte})"/>
    internal static RawJson? Of(string? json) => json is null ? null : new RawJson(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc/>
    public bool Equals(RawJson? other) => other is not null && Utf8.SequenceEqual(other.Utf8);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RawJson);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8);
        return hash.ToHashCode();
    }

    /// <summary>The JSON; what of it is not UTF-8 is replaced.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8);
}
