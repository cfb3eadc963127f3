using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Providers;

/// <summary>Copies collections into read-only collections that compare by value, for records that hold lists or maps.</summary>
public static class ReadOnlyValues
{
    /// <summary>Copies a sequence into a list that equals any other copy of the same items in the same order.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items.</param>
    /// <returns>The copy; <see langword="null"/> when <paramref name="items"/> is <see langword="null"/>.</returns>
    [return: NotNullIfNotNull(nameof(items))]
    public static IReadOnlyList<T>? List<T>(IEnumerable<T>? items) => items switch
    {
        null => null,

        // What a property begins with that is set to [], which must equal it.
        IReadOnlyCollection<T> { Count: 0 } => [],
        SameReplyItems same => (IReadOnlyList<T>)(object)same,
        _ when ValueList<T>.Of(items) is { Count: > 0 } some => some,
        _ => [],
    };

    /// <summary>Copies pairs into a dictionary that equals any other copy of the same pairs in any order.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <returns>The copy; <see langword="null"/> when <paramref name="pairs"/> is <see langword="null"/>.</returns>
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
