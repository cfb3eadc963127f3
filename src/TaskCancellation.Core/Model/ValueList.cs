using System.Collections;

namespace TaskCancellation;

/// <summary>A copied list that equals another of the same items in the same order, so that records which hold one compare by value.</summary>
/// <remarks>A collection too, so that whoever looks for an item, or copies all, needs no enumerator.</remarks>
internal sealed class ValueList<T> : IReadOnlyList<T>, ICollection<T>, IEquatable<ValueList<T>>
{
    private const int Shown = 10;

    private readonly T[] items;

    private ValueList(T[] items) => this.items = items;

    public int Count => items.Length;

    bool ICollection<T>.IsReadOnly => true;

    public T this[int index] => items[index];

    public bool Equals(ValueList<T>? other) => other is not null && items.AsSpan().SequenceEqual(other.items);

    public override bool Equals(object? obj) => obj is SameReplyItems ? obj.Equals(this) : Equals(obj as ValueList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool ICollection<T>.Contains(T item) => Array.IndexOf(items, item) >= 0;

    void ICollection<T>.CopyTo(T[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);

    void ICollection<T>.Add(T item) => throw new NotSupportedException();

    bool ICollection<T>.Remove(T item) => throw new NotSupportedException();

    void ICollection<T>.Clear() => throw new NotSupportedException();

    public override string ToString() => items.Length <= Shown ? $"[{string.Join(", ", items)}]" : $"[{string.Join(", ", items.Take(Shown))}, … {items.Length - Shown} more]";

    internal static ValueList<T> Of(IEnumerable<T> source) => source as ValueList<T> ?? new ValueList<T>([.. source]);

    /// <summary>A list of items that nobody else holds, without a copy.</summary>
    internal static ValueList<T> Own(T[] items) => new(items);
}
