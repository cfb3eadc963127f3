using System.Text;

namespace TaskCancellation.Http;

/// <summary>A part of a reply, kept as the bytes it came in and read when it is asked for. Equal to another of the same bytes.</summary>
internal sealed class JsonText(ReadOnlyMemory<byte> utf8) : IEquatable<JsonText>
{
    private static readonly JsonText EmptyObject = new("{}"u8.ToArray());

    internal ReadOnlySpan<byte> Utf8 => utf8.Span;

    /// <summary>Null for nothing; one instance for all that is an object without members.</summary>
    internal static JsonText? Of(ReadOnlyMemory<byte> utf8) =>
        utf8.IsEmpty ? null : utf8.Span.SequenceEqual(EmptyObject.Utf8) ? EmptyObject : new JsonText(utf8);

    /// <inheritdoc cref="Of(ReadOnlyMemory{byte})"/>
    internal static JsonText? Of(string? json) => json is null ? null : new JsonText(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc/>
    public bool Equals(JsonText? other) => other is not null && Utf8.SequenceEqual(other.Utf8);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as JsonText);

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
