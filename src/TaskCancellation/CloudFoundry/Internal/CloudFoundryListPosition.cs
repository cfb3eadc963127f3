namespace TaskCancellation.CloudFoundry;

/// <summary>Where a list goes on. Pages are counted from an instant of creation, not from the start: tasks that end meanwhile leave a list of unfinished ones, and what follows them would move up unseen.</summary>
/// <param name="Part">Which of the requests that the filter is divided into.</param>
/// <param name="PageSize">How many tasks to ask for.</param>
/// <param name="CreatedFrom">Tasks created in this second or later (or earlier, newest first), as the service writes it; null for all.</param>
/// <param name="Page">The page, counted from there.</param>
internal sealed record CloudFoundryListPosition(int Part, int PageSize, string? CreatedFrom = null, int Page = 1) : ListPosition
{
    private const string From = "created_ats[gte]";
    private const string UpTo = "created_ats[lte]";

    // A second that has more tasks than a page is asked for again, whole.
    private const int Growth = 4;

    /// <summary>The list begins with the task that was created last.</summary>
    internal bool IsNewestFirst { get; init; }

    internal string Order => IsNewestFirst ? "-created_at" : "created_at";

    /// <summary>How many tasks the page before this one said there are, where pages are counted within a second.</summary>
    internal long? Total { get; init; }

    /// <summary>Tasks left the list between two pages of one second, so that others may have moved up unseen.</summary>
    internal bool MayLack { get; init; }

    public override bool IsAfter(ListPosition earlier) => earlier is CloudFoundryListPosition before
        && (Part, (IsNewestFirst && CreatedFrom is not null && before.CreatedFrom is not null ? -1 : 1) * string.CompareOrdinal(CreatedFrom, before.CreatedFrom), PageSize * (long)Page).CompareTo((before.Part, 0, before.PageSize * (long)before.Page)) > 0;

    /// <summary>The next page. The second in which the last task was created is read again, since it may have more. Only when it fills the largest page there is are pages counted within it.</summary>
    internal CloudFoundryListPosition After(CloudFoundryPage page, int pageSize)
    {
        if (page.Tasks[^1].EnqueuedAt is { } instant && CloudFoundryInstant.Format(instant) is var second && second != CreatedFrom)
        {
            return new CloudFoundryListPosition(Part, pageSize, second) { MayLack = MayLack, IsNewestFirst = IsNewestFirst };
        }

        return CreatedFrom is not null && Page == 1 && PageSize < CloudFoundryLimits.MaxPageSize
            ? this with { PageSize = Math.Min(PageSize * Growth, CloudFoundryLimits.MaxPageSize) }
            : NextPage() with { Total = page.Total };
    }

    internal CloudFoundryListPosition NextPage() => this with { Page = Page + 1 };

    /// <summary>The parameters of the filter from here on. The service takes one bound of a kind; ours is never outside the filter's.</summary>
    internal IEnumerable<FilterParameter> Apply(IEnumerable<FilterParameter> parameters) => CreatedFrom is { } from
        ? parameters.Where(parameter => parameter.Name != Bound).Append(new FilterParameter(Bound, [from]))
        : parameters;

    private string Bound => IsNewestFirst ? UpTo : From;
}
