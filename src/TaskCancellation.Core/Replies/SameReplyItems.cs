using System.Collections;

namespace TaskCancellation;

/// <summary>The items of a reply that says the same of every target. An item exists only while someone looks at it: a batch of hundreds of thousands of acknowledged targets needs none.</summary>
/// <param name="targets">The targets, which nobody changes.</param>
/// <param name="disposition">What the reply says of each.</param>
internal sealed class SameReplyItems(IReadOnlyList<TaskTarget> targets, CancelDisposition disposition) : IReadOnlyList<CancelReplyItem>
{
    public int Count => targets.Count;

    internal IReadOnlyList<TaskTarget> Targets => targets;

    internal CancelDisposition Disposition => disposition;

    /// <summary>The answer means what it says, without a read.</summary>
    internal bool IsConclusive => disposition != CancelDisposition.AlreadyEnded;

    public CancelReplyItem this[int index] => new(targets[index], disposition);

    public IEnumerator<CancelReplyItem> GetEnumerator() => targets.Select(target => new CancelReplyItem(target, disposition)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Equal to any other list of the same items, as lists of records are.</summary>
    public override bool Equals(object? obj) => obj is IReadOnlyList<CancelReplyItem> other && this.SequenceEqual(other);

    public override int GetHashCode() => ValueList<CancelReplyItem>.Of(this).GetHashCode();
}
