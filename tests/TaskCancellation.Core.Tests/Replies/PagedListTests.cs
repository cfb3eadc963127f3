namespace TaskCancellation.Core.Tests.Replies;

[Category("Finding B5")]
public sealed class PagedListTests
{
    private int pagesRead;

    [Test]
    public async Task A_list_is_read_page_by_page_to_its_end()
    {
        var listed = await ListAsync(at => Page(3 * at, 3, at < 3 ? new Counted(at + 1) : null)).Select(task => task.Id).ToListAsync();

        Assert.That(listed, Is.EqualTo(Enumerable.Range(0, 12).Select(number => (TaskId)number)));
    }

    [Test]
    public async Task Pages_that_shift_list_each_task_once()
    {
        var listed = await ListAsync(at => Page(2 * at, 4, at < 5 ? new Counted(at + 1) : null)).Select(task => task.Id).ToListAsync();

        Assert.That(listed, Is.EqualTo(Enumerable.Range(0, 14).Select(number => (TaskId)number)));
    }

    [Test]
    public void A_page_that_leads_to_itself_ends_the_list() => AssertEndless(_ => Page(8, 2, new Counted(9)), mostPages: 2, "a page leads back to itself, or to one before it");

    [Test]
    public void A_page_that_leads_back_ends_the_list() => AssertEndless(at => Page(100 * at, 2, new Counted(at == 5 ? 3 : at + 1)), mostPages: 6, "a page leads back to itself, or to one before it");

    [Test]
    public void Empty_pages_that_lead_on_end_the_list() => AssertEndless(at => Page(0, 0, new Counted(at + 1)), mostPages: 4, "page after page is empty");

    [Test]
    public void The_same_page_under_new_positions_ends_the_list() => AssertEndless(at => Page(0, 2, new Counted(at + 1)), mostPages: 5);

    [Test]
    public void Pages_that_show_the_same_few_tasks_in_turn_end_the_list()
    {
        string[] pages = ["01", "12", "02", "01", "02", "01"];
        AssertEndless(at => new TaskPage([.. pages[at].Select(id => Some.Task($"{id}"))], new Counted(at + 1)), mostPages: 6, "page after page repeats the same tasks");
    }

    [TestCase(3)]
    [TestCase(4)]
    [TestCase(50)]
    [TestCase(1000)]
    public void A_list_that_goes_round_ends_however_long_the_way(int period) =>
        AssertEndless(at => Page(2 * (at % period), 2, new Counted(at + 1)), mostPages: 4 * period);

    [Test]
    public void A_page_that_shows_a_task_twice_ends_the_list() =>
        AssertEndless(_ => new TaskPage([Some.Task("5"), Some.Task("5")]), mostPages: 1, "a page shows the task 5 twice");

    [Test]
    public void Where_pages_do_not_overlap_a_task_that_comes_again_ends_the_list() =>
        AssertEndless(at => Page(at, 2, new Exact(at + 1)), mostPages: 2, "the task 1 comes again");

    [Test]
    public void Where_pages_do_not_overlap_an_empty_page_that_leads_on_ends_the_list() =>
        AssertEndless(at => Page(0, 0, new Exact(at + 1)), mostPages: 1, "page after page is empty");

    [Test]
    public async Task An_empty_page_among_many_is_no_circle() =>
        Assert.That(await ListAsync(at => Page(2 * at, at is 9 or 17 ? 0 : 2, at < 40 ? new Counted(at + 1) : null)).CountAsync(), Is.EqualTo(2 * 39));

    [Test]
    public void What_was_listed_comes_before_the_failure_of_a_list_that_is_not_whole()
    {
        var failure = new PartialListException("a node did not answer");
        var listed = new List<TaskSnapshot>();

        var thrown = Assert.ThrowsAsync<PartialListException>(async () =>
        {
            await foreach (var task in ListAsync(_ => Page(0, 2, null) with { Failure = failure }))
            {
                listed.Add(task);
            }
        });

        Assert.That((thrown, listed.Count), Is.EqualTo((failure, 2)));
    }

    [Test]
    [Category("Finding B6")]
    public async Task A_list_of_a_million_tasks_takes_the_memory_of_a_few_pages()
    {
        const int Size = 500;
        var atStart = 0L;
        var most = 0L;
        var count = 0;

        await foreach (var task in ListAsync(at => Page((long)Size * at, Size, at < 1_000_000 / Size ? new Counted(at + 1) : null)))
        {
            if (count++ % 100_000 == 50_000)
            {
                var now = GC.GetTotalMemory(forceFullCollection: true);
                atStart = atStart == 0 ? now : atStart;
                most = Math.Max(most, now - atStart);
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(count, Is.GreaterThan(1_000_000));
            Assert.That(most, Is.LessThan(2_000_000));
        });
    }

    private void AssertEndless(Func<int, TaskPage> page, int mostPages, string? why = null)
    {
        var thrown = Assert.ThrowsAsync<TaskRequestException>(async () => await ListAsync(page).CountAsync());

        Assert.Multiple(() =>
        {
            Assert.That(thrown, Has.Property(nameof(TaskRequestException.Reason)).EqualTo(TaskErrorReason.Protocol));
            Assert.That(thrown, Has.Property(nameof(TaskRequestException.Delivery)).EqualTo(RequestDelivery.Answered));
            Assert.That(thrown, Has.Property(nameof(TaskRequestException.ServiceName)).EqualTo("Scripted"));
            Assert.That(thrown, Has.Message.EqualTo($"The list of Scripted does not come to an end: {why ?? "it comes back to tasks it has shown before"}."));
            Assert.That(pagesRead, Is.LessThanOrEqualTo(mostPages));
        });
    }

    private async IAsyncEnumerable<TaskSnapshot> ListAsync(Func<int, TaskPage> read)
    {
        var pages = new PagedList(EqualityComparer<TaskId>.Default, Scripted.ServiceName);
        TaskPage page;
        do
        {
            pagesRead++;
            page = await Task.FromResult(read((pages.Position as Numbered)?.Number ?? 0));
            pages.Begin(page);
            foreach (var task in page.Tasks)
            {
                if (pages.IsNew(task.Id))
                {
                    yield return task;
                }
            }
        }
        while (pages.MoveNext(page));
    }

    private static TaskPage Page(long first, int count, ListPosition? next) => new([.. Enumerable.Range(0, count).Select(at => Some.Task(first + at))], next);

    private abstract record Numbered(int Number) : ListPosition
    {
        public override bool IsAfter(ListPosition earlier) => Number > ((Numbered)earlier).Number;
    }

    private sealed record Counted(int Number) : Numbered(Number);

    private sealed record Exact(int Number) : Numbered(Number)
    {
        public override bool MayOverlap => false;
    }
}
