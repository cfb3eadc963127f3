using TaskCancellation.Testing.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Emulator;

public class ListTests : EmulatorTest
{
    [Test, Category("TZ-11.20")]
    public async Task Without_pages_it_is_an_array_of_a_week()
    {
        Emulator.Retention = null;
        Add(120);
        Emulator.Add(new() { CreatedAt = At(120 - (7 * 86400)) });
        Emulator.Add(new() { CreatedAt = At(119 - (7 * 86400)) });
        foreach (var query in new[] { "", "?limit=1", "?paginated=false&limit=0&cursor=x" })
        {
            Assert.That((await Get("status" + query)).Json.AsArray(), Has.Count.EqualTo(121), query);
        }

        Assert.That((await Page("limit=100&cursor=" + (await Page("limit=100")).Cursor)).Ids, Has.Length.EqualTo(22), "a paged list is not cut");
    }

    [TestCase(TopazImageListOrder.NewestFirst)]
    [TestCase(TopazImageListOrder.OldestFirst)]
    [TestCase(TopazImageListOrder.Shuffled)]
    [Category("TZ-11.21"), Category("TZ-11.23"), Category("Inferred")]
    public async Task Pages_go_to_the_end_in_any_order(TopazImageListOrder order)
    {
        Emulator.ListOrder = order;
        var added = Add(7);
        var (first, cursor) = await Page("limit=3");
        var (second, next) = await Page("limit=3&cursor=" + cursor);
        var (third, end) = await Page("limit=3&cursor=" + next);
        string[] all = [.. first, .. second, .. third];
        Assert.That(end, Is.Null);
        Assert.That(third, Has.Length.EqualTo(1));
        Assert.That(all, order switch
        {
            TopazImageListOrder.NewestFirst => Is.EqualTo(added.Reverse()),
            TopazImageListOrder.OldestFirst => Is.EqualTo(added),
            _ => Is.EquivalentTo(added),
        });
        Assert.That(IdsOf((await Get("status")).Json), Is.EqualTo(all));
    }

    [Test, Category("TZ-11.21")]
    public async Task A_page_that_is_just_full_is_the_last()
    {
        Add(3);
        AssertAnswer(await Get("status?paginated=true&limit=3&cursor="), 400, Error(400, "cursor is invalid."));
        Assert.That((await Page("limit=3")).Cursor, Is.Null);
        Assert.That((await Get("status?paginated=true&limit=2")).Body, Does.Match("""\],"pagination":\{"next_cursor":"[^"]+","has_next_page":true\}\}$"""));
        await Send(HttpMethod.Delete, "status");
        AssertAnswer(await Get("status?paginated=true"), 200, """{"data":[],"pagination":{"has_next_page":false}}""");
    }

    [Test, Category("TZ-11.22")]
    public async Task A_page_has_50_jobs_unless_told_otherwise()
    {
        Add(120);
        Assert.That((await Page("")).Ids, Has.Length.EqualTo(50));
        Assert.That((await Page("limit=1")).Ids, Has.Length.EqualTo(1));
        Assert.That((await Page("limit=100")).Ids, Has.Length.EqualTo(100));
    }

    [TestCase("paginated=true&limit=0", "limit must be between 1 and 100.")]
    [TestCase("paginated=true&limit=101", "limit must be between 1 and 100.")]
    [TestCase("paginated=true&limit=-1", "limit must be between 1 and 100.")]
    [TestCase("paginated=true&limit=ten", "limit must be between 1 and 100.")]
    [TestCase("paginated=true&limit=", "limit must be between 1 and 100.")]
    [TestCase("paginated=true&cursor=b3BhcXVl", "cursor is invalid.")]
    [TestCase("paginated=true&cursor=%3F", "cursor is invalid.")]
    [TestCase("paginated=yes", "paginated must be a boolean.")]
    [Category("TZ-11.22")]
    public async Task Bad_parameters_are_400(string query, string message) => AssertAnswer(await Get("status?" + query), 400, Error(400, message));

    [Test, Category("TZ-11.23"), Category("Inferred")]
    public async Task A_cursor_survives_what_comes_and_goes()
    {
        var added = Add(6);
        var (first, cursor) = await Page("limit=2");
        Emulator.Remove(first[1]);
        Add(3);
        Emulator.ListOrder = TopazImageListOrder.OldestFirst;
        Assert.That((await Page("limit=10&cursor=" + cursor)).Ids, Is.EqualTo(added.Reverse().Skip(2)));
    }

    [Test, Category("TZ-11.24"), Category("Inferred")]
    public async Task A_large_account_needs_pages()
    {
        Add(4);
        Emulator.MaxUnpagedJobs = 3;
        var answer = await Get("status");
        Assert.That((answer.Status, answer.Headers["Content-Type"]), Is.EqualTo((504, "text/html")));
        Assert.That((await Page("")).Ids, Has.Length.EqualTo(4));
    }

    [Test, Category("TZ-11.25")]
    public async Task A_list_is_of_one_account_and_knows_no_filters()
    {
        Emulator.AddUser(new() { Name = "other-key", Account = "other" });
        var mine = Add(2);
        var theirs = Emulator.Add(new() { Account = "other", State = "Failed" });
        Assert.That(IdsOf((await Get("status", "other-key")).Json), Is.EqualTo(new[] { theirs }));
        Assert.That(IdsOf((await Get("status?status=Failed&model=x&ids=" + theirs)).Json), Is.EquivalentTo(mine));
    }

    private string[] Add(int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        Advance(1);
        return Emulator.Add();
    })];

    private async Task<(string[] Ids, string? Cursor)> Page(string query)
    {
        var page = (await Get("status?paginated=true&" + query)).Json;
        var cursor = page["pagination"]!["next_cursor"]?.GetValue<string>();
        Assert.That(page["pagination"]!["has_next_page"]!.GetValue<bool>(), Is.EqualTo(cursor is not null));
        return (IdsOf(page["data"]), cursor is null ? null : Uri.EscapeDataString(cursor));
    }
}
