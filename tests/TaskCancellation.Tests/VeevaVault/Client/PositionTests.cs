using System.Collections.Immutable;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>The arithmetic of lists: how many pages are left, where the next begins, and which jobs were shown.</summary>
internal sealed class PositionTests
{
    private static readonly VeevaVaultListPosition Start = new(VeevaVaultJobList.Monitors, 0);

    // Offset, jobs on the page, the total, whether a next page is named, and how many pages of ten may follow.
    [TestCase(0, 10, 10L, false, 0)]
    [TestCase(0, 10, 11L, false, 1)]
    [TestCase(0, 10, 20L, false, 1)]
    [TestCase(0, 10, 21L, false, 2)]
    [TestCase(20, 10, 21L, false, 0)]
    [TestCase(20, 10, 41L, true, 2)]
    [TestCase(0, 10, 5L, true, 1)]
    [TestCase(0, 10, null, false, 1)]
    [TestCase(0, 11, null, false, 1)]
    [TestCase(0, 9, null, false, 0)]
    [TestCase(0, 9, null, true, 1)]
    [TestCase(0, 10, 10L, true, 1)]
    [TestCase(0, 0, 50L, true, 0)]
    public void Pages_may_follow(int offset, int jobs, long? total, bool hasNext, int expected) =>
        Assert.That((Start with { Offset = offset }).PagesAfter(Page(jobs, total, hasNext), 10), Is.EqualTo(expected));

    [TestCase(0, 10, 0)]
    [TestCase(0, 9, 1)]
    [TestCase(5, 4, 1)]
    [TestCase(0, 5, 1)]
    [TestCase(0, 0, 0)]
    public void Before_the_start_of_a_search_there_is_what_was_not_read(int offset, int jobs, int expected) =>
        Assert.That((Start with { Offset = offset, Start = 10, HasWrapped = true }).PagesAfter(Page(jobs, 500, true), 10), Is.EqualTo(expected));

    [TestCase(0, false, 0)]
    [TestCase(1, false, 1)]
    [TestCase(10, false, 1)]
    [TestCase(11, false, 2)]
    [TestCase(11, true, 0)]
    public void Pages_are_left_before_the_start(int start, bool hasWrapped, int expected) =>
        Assert.That((Start with { Start = start, HasWrapped = hasWrapped }).PagesBefore(10), Is.EqualTo(expected));

    // Offset, total before, whether this page went back; jobs and total of this page; then the next page's.
    [TestCase(20, null, false, 10, 50L, 30, 50L, false)]
    [TestCase(20, 50L, false, 10, 50L, 30, 50L, false)]
    [TestCase(20, 50L, false, 10, 47L, 27, 47L, true)]
    [TestCase(20, 50L, true, 10, 47L, 30, 50L, false)]
    [TestCase(20, 50L, false, 10, 35L, 20, 40L, true)]
    [TestCase(20, 50L, false, 10, 40L, 20, 40L, true)]
    [TestCase(20, 50L, false, 10, 55L, 30, 55L, false)]
    [TestCase(0, 50L, false, 3, 40L, 0, 40L, true)]
    [TestCase(20, 50L, false, 10, null, 30, null, false)]
    public void The_next_page_goes_back_by_what_has_left(int offset, long? before, bool wentBack, int jobs, long? total, int next, long? nextTotal, bool goesBack)
    {
        var after = (Start with { Offset = offset, Total = before, GoesBack = wentBack, Idle = 5, IsByIds = true }).After(Page(jobs, total, true), 10);
        Assert.That(after, Is.EqualTo(Start with { Offset = next, Total = nextTotal, GoesBack = goesBack, Idle = 5, IsByIds = true }));
    }

    [Test]
    public void A_trail_is_as_long_as_what_was_read_on_it()
    {
        Assert.That((new VeevaVaultTrail(20, 20, null).Pages(10), new VeevaVaultTrail(20, 29, null).Pages(10), new VeevaVaultTrail(20, 40, null).Pages(10)), Is.EqualTo((2L, 2L, 4L)));
        Assert.That(new VeevaVaultTrail(20, 40, 100).In(Page(0, 95, false)), Is.EqualTo(new VeevaVaultTrail(15, 40, 95)));
        Assert.That(new VeevaVaultTrail(20, 40, 100).In(Page(0, 105, false)), Is.EqualTo(new VeevaVaultTrail(20, 40, 105)));
        Assert.That(new VeevaVaultTrail(20, 40, 100).In(Page(0, 70, false)), Is.EqualTo(new VeevaVaultTrail(0, 40, 70)));
        Assert.That(new VeevaVaultTrail(20, 40, null).In(Page(0, 70, false)), Is.EqualTo(new VeevaVaultTrail(20, 40, 70)));
        Assert.That(new VeevaVaultTrail(20, 40, 100).In(Page(0, null, false)), Is.EqualTo(new VeevaVaultTrail(20, 40, null)));
    }

    [Test]
    public void A_number_is_in_a_set_once_it_was_added()
    {
        long[] some = [1, 2, 63, 64, 65, 128, 4_097, long.MaxValue];
        for (var added = 0; added <= some.Length; added++)
        {
            var numbers = new VeevaVaultJobNumbers();
            foreach (var number in some.Take(added).Concat(some.Take(added)))
            {
                numbers.Add(number);
            }

            Assert.That(numbers.Count, Is.EqualTo(added));
            Assert.That(some.Select(numbers.Contains), Is.EqualTo(some.Select((_, at) => at < added)));
        }
    }

    [Test]
    public void A_place_in_a_list_is_after_another_one()
    {
        Assert.That((Start.IsAfter(Start), Start.IsAfter(Start with { Offset = 1 }), (Start with { Missing = ImmutableHashSet<TaskId>.Empty }).IsAfter(Start), Start.MayOverlap), Is.EqualTo((false, true, true, true)));
        Assert.That((Start.Total, Start.GoesBack, Start.IsByIds, Start.Missing, Start.Unfinished, Start.HasWrapped, Start.FirstHit), Is.EqualTo(((long?)null, false, false, (ImmutableHashSet<TaskId>?)null, (VeevaVaultJobNumbers?)null, false, (long?)null)));
    }

    private static VeevaVaultPage Page(int jobs, long? total, bool hasNext) => new([.. Enumerable.Range(1, jobs).Select(id => new TaskSnapshot { Id = id, State = TaskState.Pending })], total, hasNext);
}
