namespace TaskCancellation.Providers;

/// <summary>The position from which a list is read further.</summary>
/// <remarks>A service derives its own record with what it needs to request the page: a cursor, an offset, or the part of the list. Two equal positions request the same page.</remarks>
public abstract record ListPosition
{
    /// <summary>Gets whether the page at this position may repeat tasks of the two pages before it, or even show nothing else. The default is <see langword="true"/>.</summary>
    /// <remarks>This is the case for a service that counts from an end that moves. Repeated tasks are dropped. When <see langword="false"/>, the service continues after the last task it showed; a repeated task, or an empty page that is not the last one, then ends the list with an error.</remarks>
    public virtual bool MayOverlap => true;

    /// <summary>Determines whether this position is further on than an earlier one.</summary>
    /// <remarks>A list that leads back would not come to an end and is not read further. Where the positions of a service have no order, every other position counts as further on.</remarks>
    /// <param name="earlier">The earlier position.</param>
    /// <returns><see langword="true"/> when this position is further on.</returns>
    public virtual bool IsAfter(ListPosition earlier) => !Equals(earlier);
}
