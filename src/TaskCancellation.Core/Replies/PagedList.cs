using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>Reads a list page by page, for every service: each task once where pages overlap, and never without end. It remembers a few pages, however long the list is.</summary>
/// <param name="read">Reads the page at a position; null for the first.</param>
/// <param name="equality">When two ids mean one task.</param>
/// <param name="serviceName">The service.</param>
internal sealed class PagedList(Func<ListPosition?, CancellationToken, Task<TaskPage>> read, IEqualityComparer<TaskId> equality, string serviceName)
{
    // Tasks that move while a list is read can repeat a page or two; a service that repeats itself forever is broken.
    private const int MaxPagesWithoutNews = 3;

    private HashSet<TaskId> last = new(equality);
    private HashSet<TaskId> lastButOne = new(equality);

    // An old page, replaced each time the number of pages has doubled (Brent's algorithm): a list that goes in a circle, however long, comes back to it.
    private HashSet<TaskId> landmark = new(equality);
    private long pages;
    private int idlePages;

    internal async IAsyncEnumerable<TaskSnapshot> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (ListPosition? here = null, next; ; here = next)
        {
            var page = await read(here, cancellationToken).ConfigureAwait(false);
            var shown = new HashSet<TaskId>(page.Tasks.Count, equality);
            var hasNews = false;
            foreach (var task in page.Tasks)
            {
                if (IsNew(task.Id, shown, here))
                {
                    hasNews = true;
                    yield return task;
                }
            }

            if (page.Failure is { } failure)
            {
                throw failure;
            }

            next = page.Next;
            if (next is null)
            {
                yield break;
            }

            RequireProgress(here, next, shown, hasNews);
            Remember(shown);
        }
    }

    private bool IsNew(TaskId id, HashSet<TaskId> shown, ListPosition? here)
    {
        var isNew = !last.Contains(id) && !lastButOne.Contains(id);
        return !shown.Add(id) ? throw Endless($"a page shows the task {id} twice")
            : isNew || here is not { MayOverlap: false } ? isNew
            : throw Endless($"the task {id} comes again");
    }

    private void RequireProgress(ListPosition? here, ListPosition next, HashSet<TaskId> shown, bool hasNews)
    {
        if (here is not null && !next.IsAfter(here))
        {
            throw Endless("a page leads back to itself, or to one before it");
        }

        if (shown.Count > 0 && landmark.IsSupersetOf(shown))
        {
            throw Endless("it comes back to tasks it has shown before");
        }

        idlePages = hasNews ? 0 : idlePages + 1;
        if (idlePages > (next.MayOverlap ? MaxPagesWithoutNews : 0))
        {
            throw Endless(shown.Count == 0 ? "page after page is empty" : "page after page repeats the same tasks");
        }
    }

    private void Remember(HashSet<TaskId> shown)
    {
        if (++pages > 2 && (pages & (pages - 1)) == 0)
        {
            landmark = lastButOne;
        }

        (lastButOne, last) = (last, shown);
    }

    private TaskRequestException Endless(string why) => new($"The list of {serviceName} does not come to an end: {why}.")
    {
        Reason = TaskErrorReason.Protocol,
        Delivery = RequestDelivery.Answered,
        ServiceName = serviceName,
    };
}
