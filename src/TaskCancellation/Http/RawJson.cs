using System.Text;

namespace TaskCancellation.Http;

/// <summary>A part of a reply, kept as bytes and read on demand. Equal to another one with the same bytes.</summary>
internal sealed class RawJson(ReadOnlyMemory<byte> utf8) : IEquatable<RawJson>
{
    private const int LongestShared = 64;
    private const int Places = 64;
    private static readonly RawJson EmptyObject = new("{}"u8.ToArray());

    // One per place; a later one replaces an earlier one.
    private static readonly RawJson?[] Shared = new RawJson?[Places];

    internal ReadOnlySpan<byte> Utf8 => utf8.Span;

    /// <summary>Returns null for no bytes, and a shared instance for an empty object.</summary>
    internal static RawJson? Of(ReadOnlyMemory<byte> utf8) =>
        utf8.IsEmpty ? null : utf8.Span.SequenceEqual(EmptyObject.Utf8) ? EmptyObject : new RawJson(utf8);

    /// <summary>The instance of the same bytes, if they were met a short time ago: the tasks of a reply repeat short values. Null where they are to be kept.</summary>
    internal static RawJson? FindShared(ReadOnlySpan<byte> utf8) =>
        utf8.Length <= LongestShared && Volatile.Read(ref Shared[PlaceOf(utf8)]) is { } known && known.Utf8.SequenceEqual(utf8) ? known : null;

    /// <summary>Keeps bytes, which may be shared from now on.</summary>
    internal static RawJson Share(ReadOnlyMemory<byte> utf8)
    {
        var json = new RawJson(utf8);
        if (utf8.Length <= LongestShared)
        {
            Volatile.Write(ref Shared[PlaceOf(utf8.Span)], json);
        }

        return json;
    }

    private static int PlaceOf(ReadOnlySpan<byte> utf8) => (utf8.Length + (utf8.Length > 0 ? utf8[utf8.Length / 2] + utf8[^1] : 0)) % Places;

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

    /// <summary>The JSON; bytes that are not UTF-8 are replaced.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8);
}

/// <summary>A map of strings, kept as bytes and read on demand: it only informs, and can be large. A pair whose value is not a string is left out.</summary>
internal sealed class WireStringMap : IEquatable<WireStringMap>
{
    // The length of an empty object.
    private const int EmptyLength = 2;

    private readonly ReadOnlyMemory<byte> json;
    private IReadOnlyDictionary<string, string>? value;

    private WireStringMap(ReadOnlyMemory<byte> json, IReadOnlyDictionary<string, string>? value) => (this.json, this.value) = (json, value);

    internal static WireStringMap Empty { get; } = Of([]);

    internal IReadOnlyDictionary<string, string> Value => value ??= ReadOnlyValues.Map(WireReader.TryRead(json.Span, ReadPairs, out var pairs) ? pairs! : []);

    internal static WireStringMap Of(IEnumerable<KeyValuePair<string, string>> pairs) => new(default, ReadOnlyValues.Map(pairs));

    /// <summary>Reads a map; an empty one for anything else.</summary>
    internal static WireStringMap Read(ref WireReader reader) => reader.Slice() is { Length: > EmptyLength } json ? new WireStringMap(json, null) : Empty;

    public bool Equals(WireStringMap? other) =>
        other is not null && ((!json.IsEmpty && json.Span.SequenceEqual(other.json.Span)) || Value.Equals(other.Value));

    public override bool Equals(object? obj) => Equals(obj as WireStringMap);

    public override int GetHashCode() => Value.GetHashCode();

    private static Dictionary<string, string> ReadPairs(ref WireReader reader)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                var name = reader.Name;
                if (reader.Text() is { } text)
                {
                    pairs[name] = text;
                }
            }
        }

        return pairs;
    }
}
