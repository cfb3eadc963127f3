namespace TaskCancellation.CloudFoundry;

/// <summary>Where a list goes on. Pages are counted from an instant of creation, not from the start: tasks that end meanwhile leave a list of unfinished ones, and what follows them would move up unseen.</summary>
/// <param name="CreatedFrom">Tasks created in this second or later, as the service writes it; null for all.</param>
/// <param name="Page">The page, counted from there.</param>
internal readonly record struct TaskListCursor(string? CreatedFrom, int Page)
{
    private const string Parameter = "created_ats[gte]";

    internal static TaskListCursor Start { get; } = new(null, 1);

    /// <summary>The next page. The second in which the last task was created is read again, since it may have more; only when it fills whole pages are those counted.</summary>
    internal TaskListCursor After(DateTimeOffset? lastCreated) =>
        lastCreated is { } instant && CloudFoundryInstant.Format(instant) is var second && second != CreatedFrom
            ? new TaskListCursor(second, 1)
            : NextPage();

    internal TaskListCursor NextPage() => this with { Page = Page + 1 };

    /// <summary>The parameters of the filter from here on. The service takes one lower bound; ours is never below the filter's.</summary>
    internal IEnumerable<FilterParameter> Apply(IEnumerable<FilterParameter> parameters) => CreatedFrom is { } from
        ? parameters.Where(parameter => parameter.Name != Parameter).Append(new FilterParameter(Parameter, from))
        : parameters;
}
