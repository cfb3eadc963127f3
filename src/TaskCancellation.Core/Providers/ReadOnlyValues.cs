using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Providers;

/// <summary>Copies collections into read-only ones that compare by value: for records outside this assembly that hold lists or maps.</summary>
public static class ReadOnlyValues
{
    /// <summary>A copy that equals any other copy of the same items in the same order; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(items))]
    public static IReadOnlyList<T>? List<T>(IEnumerable<T>? items) => items switch
    {
        null => null,

        // What a property begins with that is set to [], which must equal it.
        _ when ValueList<T>.Of(items) is { Count: > 0 } some => some,
        _ => [],
    };

    /// <summary>A copy that equals any other copy of the same pairs, in any order; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(pairs))]
    public static IReadOnlyDictionary<string, string>? Map(IEnumerable<KeyValuePair<string, string>>? pairs) => pairs switch
    {
        null => null,
        ValueMap map => map,
        _ => new ValueMap(pairs),
    };

    private sealed class ValueMap(IEnumerable<KeyValuePair<string, string>> pairs)
        : ReadOnlyDictionary<string, string>(new Dictionary<string, string>(pairs, StringComparer.Ordinal))
    {
        public override bool Equals(object? obj) =>
            obj is ValueMap other && Count == other.Count && this.All(pair => other.TryGetValue(pair.Key, out var value) && value == pair.Value);

        public override string ToString() => $"{{{string.Join(", ", this.Select(pair => $"{pair.Key}={pair.Value}"))}}}";

        public override int GetHashCode() =>
            this.Aggregate(Count, (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));
    }
}
