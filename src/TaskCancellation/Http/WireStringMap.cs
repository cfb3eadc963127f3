namespace TaskCancellation.Http;

/// <summary>A map of texts as it came, read when it is asked for: it informs, and whoever may write it can make it large. A pair whose value is no text is left out.</summary>
internal sealed class WireStringMap : IEquatable<WireStringMap>
{
    // As long as an object without a member.
    private const int EmptyLength = 2;

    private readonly ReadOnlyMemory<byte> json;
    private IReadOnlyDictionary<string, string>? value;

    private WireStringMap(ReadOnlyMemory<byte> json, IReadOnlyDictionary<string, string>? value) => (this.json, this.value) = (json, value);

    internal static WireStringMap Empty { get; } = Of([]);

    internal IReadOnlyDictionary<string, string> Value => value ??= ReadOnlyValues.Map(WireReader.TryRead(json.Span, ReadPairs, out var pairs) ? pairs! : []);

    internal static WireStringMap Of(IEnumerable<KeyValuePair<string, string>> pairs) => new(default, ReadOnlyValues.Map(pairs));

    /// <summary>Takes the map that comes; an empty one for anything else.</summary>
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
