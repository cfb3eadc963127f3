namespace TaskCancellation.Providers;

/// <summary>Where a list is read on. A service derives a record of its own, with what it needs to ask for the page (a cursor, an offset, the part of the list it is in); two that are equal ask for the same page.</summary>
public abstract record ListPosition
{
    /// <summary>The page here may show tasks of the two pages before it again, and at times nothing else: the service counts from an end that moves. Tasks that come again are dropped.
    /// False where the service goes on from the last task it showed: there, a task that comes again, or an empty page that leads on, ends the listing with an error.</summary>
    public virtual bool MayOverlap => true;

    /// <summary>Whether this position is further on than the one before it. A list that leads back does not come to an end, and is not read on. Where the service's positions have no order, every other one counts as further on.</summary>
    public virtual bool IsAfter(ListPosition earlier) => !Equals(earlier);
}
