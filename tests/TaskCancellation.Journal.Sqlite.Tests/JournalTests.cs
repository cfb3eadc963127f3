using static TaskCancellation.Journal.Sqlite.Tests.Entries;

namespace TaskCancellation.Journal.Sqlite.Tests;

/// <summary>What a journal takes, keeps, refuses and shows.</summary>
internal sealed class JournalTests
{
    private static readonly string Id = JournalFolder.Run.Id;

    private JournalFolder folder = null!;

    [SetUp]
    public void SetUp() => folder = new JournalFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    [Test]
    public async Task Reading_gives_the_positions_asked_for_in_ascending_order()
    {
        var journal = await folder.OpenRunAsync();
        await journal.WriteAsync(Id, [Outcome(10), Intent(9), Outcome(2), Intent(0), Intent(11), Intent(long.MaxValue)]);

        Assert.That(await PositionsAsync(2, 8), Is.EqualTo(new[] { 2, 9 }));
        Assert.That(await PositionsAsync(9, 2), Is.EqualTo(new[] { 9, 10 }));
        Assert.That(await PositionsAsync(12, int.MaxValue), Is.Empty);
        Assert.That(await PositionsAsync(long.MaxValue, int.MaxValue), Is.EqualTo(new[] { long.MaxValue }));
        Assert.That(await PositionsAsync(0, 0), Is.Empty);

        async Task<IEnumerable<long>> PositionsAsync(long from, int count) => (await journal.ReadAsync(Id, from, count)).Select(entry => entry.Position);
    }

    [Test]
    public void Reading_looks_at_no_more_of_a_run_than_is_asked_for()
    {
        folder.Open();
        Assert.That(
            folder.Ask("EXPLAIN QUERY PLAN " + SqliteCancellationJournal.SelectRange.Replace("$run_id", "'run'", StringComparison.Ordinal).Replace("$from", "5", StringComparison.Ordinal).Replace("$last", "9", StringComparison.Ordinal)).Single(),
            Does.EndWith("USING PRIMARY KEY (run_id=? AND position>? AND position<?)"));
    }

    [Test]
    public async Task An_outcome_replaces_an_intent_and_another_outcome()
    {
        var journal = await folder.OpenRunAsync();
        foreach (var entry in new[] { Intent(0), Intent(0), Outcome(0, CancellationVerdict.Accepted), Outcome(0, CancellationVerdict.Canceled) })
        {
            await journal.WriteAsync(Id, [entry]);
            Assert.That((await journal.ReadAsync(Id, 0, 1)).Single(), Is.EqualTo(entry));
        }
    }

    [Test]
    public async Task An_intent_never_replaces_an_outcome_and_nothing_of_the_write_remains([Values] CancellationVerdict verdict)
    {
        var journal = await folder.OpenRunAsync();
        await journal.WriteAsync(Id, [Outcome(1, verdict)]);

        Task WriteAsync() => journal.WriteAsync(Id, [Intent(0), Intent(1), Intent(2)]).AsTask();
        if (verdict == CancellationVerdict.NotAttempted)
        {
            await WriteAsync();
            Assert.That(await journal.ReadAsync(Id, 0, 9), Has.Count.EqualTo(3).And.All.Property(nameof(JournalEntry.Outcome)).Null, "nothing was tried, so that it may be now");
            return;
        }

        Assert.That(WriteAsync, Throws.TypeOf<JournalConflictException>().With.Property(nameof(JournalConflictException.RunId)).EqualTo(Id).And.Message.Contains("Position 1"));
        Assert.That(await journal.ReadAsync(Id, 0, 9), Is.EqualTo(new[] { Outcome(1, verdict) }));
    }

    [Test]
    public async Task A_position_keeps_its_id()
    {
        var journal = await folder.OpenRunAsync();
        var target = new TaskTarget("a", "kind", DateTimeOffset.UnixEpoch);
        await journal.WriteAsync(Id, [Intent(0, target)]);
        Assert.That(() => journal.WriteAsync(Id, [Outcome(0, target: target with { Id = "b" })]).AsTask(), Throws.TypeOf<JournalConflictException>().With.Message.Contains("another task"));

        var bare = Outcome(0, target: "a");
        await journal.WriteAsync(Id, [bare]);
        Assert.That((await journal.ReadAsync(Id, 0, 1)).Single(), Is.EqualTo(bare), "what more there is of it may change");
    }

    [Test]
    public async Task Runs_share_a_file_and_do_not_see_each_other()
    {
        var journal = await folder.OpenRunAsync();
        await journal.OpenRunAsync(JournalFolder.Run with { Id = "other" });
        await journal.WriteAsync(Id, [Outcome(0, target: "a")]);
        await journal.WriteAsync("other", [Intent(0, "b"), Intent(1, "c")]);

        Assert.That((await journal.ReadAsync(Id, 0, 9)).Select(entry => entry.Target.Id.Value), Is.EqualTo(new[] { "a" }));
        Assert.That((await journal.ReadAsync("other", 0, 9)).Select(entry => entry.Target.Id.Value), Is.EqualTo(new[] { "b", "c" }));
    }

    [Test]
    public async Task Runs_are_listed_with_what_is_known_of_them()
    {
        var journal = await folder.OpenRunAsync();
        folder.Clock.Advance(TimeSpan.FromTicks(7));
        var bare = new JournalRun { Id = "bare", ServiceName = "Other" };
        await journal.OpenRunAsync(bare);
        await journal.WriteAsync(Id, [Outcome(0), Intent(1), Intent(2)]);

        var start = folder.Clock.GetUtcNow() - TimeSpan.FromTicks(7);
        Assert.That(await journal.ListRunsAsync(), Is.EqualTo(new[]
        {
            new SqliteJournalRun { Run = bare, BegunAt = start.AddTicks(7) },
            new SqliteJournalRun { Run = JournalFolder.Run, BegunAt = start, Outcomes = 1, Intents = 2 },
        }));
    }

    [Test]
    public async Task A_deleted_run_begins_anew()
    {
        var journal = folder.Open();
        await using (await journal.OpenRunAsync(JournalFolder.Run))
        {
            await journal.WriteAsync(Id, [Outcome(0)]);
        }

        Assert.That(await journal.DeleteRunAsync(Id), Is.True);
        Assert.That(await journal.DeleteRunAsync(Id), Is.False);
        Assert.That(() => journal.WriteAsync(Id, [Intent(0)]).AsTask(), Throws.InvalidOperationException, "it is no longer open");
        await journal.OpenRunAsync(JournalFolder.Run with { ServiceName = "Other" });
        Assert.That(await journal.ReadAsync(Id, 0, 9), Is.Empty);
    }

    [Test]
    public async Task A_run_belongs_to_one_service_at_one_address()
    {
        var endpoint = JournalFolder.Run.Endpoint;
        using var journal = folder.Open();
        foreach (var run in new[] { JournalFolder.Run, JournalFolder.Run with { Endpoint = null }, JournalFolder.Run })
        {
            await using var lease = await journal.OpenRunAsync(run);
        }

        foreach (var other in new[] { JournalFolder.Run with { ServiceName = "Other" }, JournalFolder.Run with { Endpoint = new Uri("https://service.test/") }, JournalFolder.Run with { Endpoint = new Uri("http://service.test/base") } })
        {
            Assert.That(() => folder.OpenRunAsync(other), Throws.TypeOf<JournalConflictException>().With.Message.Contains("Service at https://service.test/base"));
        }

        Assert.That(folder.Ask("SELECT endpoint FROM runs"), Is.EqualTo(new[] { endpoint!.ToString() }));
        await folder.OpenRunAsync(); // a refusal keeps no lock
    }

    [Test]
    [Category("Finding C5")]
    public async Task A_run_of_no_address_is_refused_by_a_client_that_has_one()
    {
        using var journal = folder.Open();
        await using (await journal.OpenRunAsync(JournalFolder.Run with { Endpoint = null }))
        {
        }

        Assert.That(() => journal.OpenRunAsync(JournalFolder.Run).AsTask(), Throws.TypeOf<JournalConflictException>().With.Message.Contains("at an unknown address"));
        await using var lease = await journal.OpenRunAsync(JournalFolder.Run with { Endpoint = null });
    }

    [Test]
    public async Task What_was_not_opened_is_not_written()
    {
        Assert.That(() => folder.Open().WriteAsync(Id, [Intent(0)]).AsTask(), Throws.InvalidOperationException);
        Assert.That(await folder.Open().ReadAsync(Id, 0, 1), Is.Empty);
    }

    [Test]
    public async Task What_was_let_go_of_is_not_written()
    {
        var journal = folder.Open();
        await (await journal.OpenRunAsync(JournalFolder.Run)).DisposeAsync();
        Assert.That(() => journal.WriteAsync(Id, [Intent(0)]).AsTask(), Throws.InvalidOperationException);
    }

    [Test]
    public async Task Columns_are_plain()
    {
        var journal = await folder.OpenRunAsync();
        var target = new TaskTarget("7", "kind", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1));
        await journal.WriteAsync(Id, [Intent(0, target), Outcome(1, CancellationVerdict.Accepted, "8")]);

        Assert.That(
            folder.Ask("SELECT run_id, position, phase, target_id, target_kind, target_started_at, verdict FROM entries"),
            Is.EqualTo(new[] { "run|0|intent|7|kind|2026-01-02T03:04:05.0000001+00:00|", "run|1|outcome|8|||Accepted" }),
            "asked while the journal is open");
        Assert.That(folder.Ask("PRAGMA journal_mode"), Is.EqualTo(new[] { "wal" }));
    }

    [TestCase(SqliteDurability.Normal, 1)]
    [TestCase(SqliteDurability.Full, 2)]
    public void Durability_is_what_SQLite_is_told(SqliteDurability durability, int expected)
    {
        var journal = folder.Open(durability: durability);
        Assert.That(journal.File.Read(connection => Internal.SqliteCommands.Scalar(connection, "PRAGMA synchronous")), Is.EqualTo(expected));
    }

    [Test]
    public async Task No_part_of_an_address_that_may_hold_a_secret_is_written()
    {
        await folder.OpenRunAsync(JournalFolder.Run with { Endpoint = new Uri("https://user:hunter2@service.test/base?key=hunter2#hunter2") });
        Assert.That(folder.Everything(), Does.Contain("https://service.test/base").And.Not.Contain("hunter2"));
    }

    [Test]
    public async Task A_token_that_has_fired_stops_what_has_not_begun()
    {
        var journal = await folder.OpenRunAsync();
        var fired = new CancellationToken(canceled: true);
        Assert.That(() => journal.WriteAsync(Id, [Intent(0)], fired).AsTask(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => journal.ReadAsync(Id, 0, 1, fired).AsTask(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => journal.OpenRunAsync(JournalFolder.Run, fired).AsTask(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await journal.ReadAsync(Id, 0, 1), Is.Empty);
    }

    [Test]
    public async Task Many_may_write_at_once()
    {
        var journal = await folder.OpenRunAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(one => Task.Run(async () =>
        {
            for (var turn = 0; turn < 50; turn++)
            {
                await journal.WriteAsync(Id, [Intent((turn * 8) + one)]);
                await journal.ReadAsync(Id, 0, 10);
            }
        })));

        Assert.That((await journal.ReadAsync(Id, 0, 1000)).Select(entry => entry.Position), Is.EqualTo(Enumerable.Range(0, 400)));
    }

    [Test]
    public async Task A_journal_that_was_disposed_of_says_so()
    {
        var journal = await folder.OpenRunAsync();
        await journal.DisposeAsync();
        await journal.DisposeAsync();
        Assert.That(() => journal.OpenRunAsync(JournalFolder.Run).AsTask(), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => journal.ReadAsync(Id, 0, 1).AsTask(), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Bad_options_are_refused()
    {
        Assert.That(() => new SqliteJournalOptions { Path = " " }, Throws.ArgumentException);
        Assert.That(() => new SqliteJournalOptions { Path = "x", Durability = (SqliteDurability)7 }, Throws.InstanceOf<ArgumentException>());
    }
}
