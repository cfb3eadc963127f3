namespace TaskCancellation.Journal.Sqlite.Tests;

/// <summary>What is written is read back, to the tick and to the character.</summary>
internal sealed class RoundTripTests
{
    private static readonly DateTimeOffset Instant = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3)).AddTicks(1_234_567);

    private static readonly CancellationOutcome Full = new()
    {
        Target = new TaskTarget("node:1", "indices:data/write/reindex", Instant),
        Verdict = CancellationVerdict.Indeterminate,
        IdentityMismatch = true,
        ServiceTask = 42,
        AcceptedAt = Instant.AddTicks(1),
        Sequence = long.MaxValue,
        Snapshot = new TaskSnapshot
        {
            Id = "NODE:1", State = TaskState.Canceling, RawState = "canceling", Kind = "k", Scope = "s", Name = "n", ParentId = "node:0", CanceledBy = 41,
            EnqueuedAt = Instant.AddTicks(2), StartedAt = Instant.AddTicks(3), FinishedAt = Instant.AddTicks(4), Progress = 1d / 3,
            Failure = new TaskFailure("It broke.", "E1"), IsEndUnknown = true, PollAfter = TimeSpan.FromTicks(12_345_678),
        },
        Error = new TaskRequestException("It went wrong.", new TimeoutException("30 s"))
        {
            Reason = TaskErrorReason.Timeout, Delivery = RequestDelivery.MaybeSent, StatusCode = 408, ErrorCode = "late", ServiceName = "Service", Request = "POST /tasks/1/cancel at https://a.test", RequestId = "r-1",
            RetryAfter = TimeSpan.FromTicks(1), BodyExcerpt = "<html>\n", FollowsAmbiguousAttempt = true,
        },
    };

    private JournalFolder folder = null!;

    [SetUp]
    public void SetUp() => folder = new JournalFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("everything", Entries.With(Full));
        yield return Case("an intent", Entries.Intent(7, Full.Target));
        yield return Case("an intent for an id alone", Entries.Intent(0));
        yield return Case("an empty id", Entries.Outcome(1, CancellationVerdict.Rejected, default(TaskTarget)));
        yield return Case("the last position there is", Entries.Outcome(long.MaxValue));
        yield return Case("a task without anything", Entries.With(Full with { Snapshot = new TaskSnapshot { Id = 1, State = TaskState.Unknown }, Error = null }));
        yield return Case("a failure without a code", Entries.With(Full with { Snapshot = Full.Snapshot! with { Failure = new TaskFailure("") } }));
        yield return Case("an error without anything", Entries.With(Full with { Snapshot = null, Error = new TaskRequestException("") }));
        yield return Case("a malformed id", Entries.With(Full with { Error = new TaskRequestException("No id.", new ArgumentException("It must be a number.", "id")) { Reason = TaskErrorReason.InvalidRequest } }));
        foreach (var text in new[] { "é😀", "a\0b", "\ud800", "\udc00x", "x\ud83d", "\ufffd", "'; DROP TABLE entries; --", "0012", "1e3" })
        {
            yield return Case("text " + Uri.EscapeDataString(text.Replace("\0", "NUL", StringComparison.Ordinal)), Entries.With(Full with { Target = new TaskTarget(text, text), Snapshot = Full.Snapshot! with { Name = text, RawState = text } }));
        }

        foreach (var verdict in Enum.GetValues<CancellationVerdict>())
        {
            yield return Case(verdict.ToString(), Entries.Outcome(0, verdict));
        }

        static TestCaseData Case(string name, JournalEntry entry) => new TestCaseData(entry).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Cases))]
    public async Task An_entry_comes_back_as_it_was(JournalEntry entry) => Assert.That(Entries.Facts(await PassAsync(entry)), Is.EqualTo(Entries.Facts(entry)));

    [Test]
    public async Task What_only_its_service_knows_of_a_task_is_left_out()
    {
        var back = await PassAsync(Entries.With(Full with { Snapshot = Full.Snapshot! with { Details = new Detail(), Raw = new byte[] { 1 } } }));
        Assert.That((back.Outcome!.Snapshot!.Details, back.Outcome.Snapshot.Raw.IsEmpty), Is.EqualTo(((TaskDetails?)null, true)));
    }

    [Test]
    public async Task When_to_ask_again_is_there_to_be_looked_at_and_not_read_back()
    {
        var back = (await PassAsync(Entries.With(Full))).Outcome!;
        Assert.That((back.Snapshot!.PollAfter, back.Error!.RetryAfter), Is.EqualTo(((TimeSpan?)null, (TimeSpan?)null)));
        Assert.That(folder.Ask("SELECT poll_after, error_retry_after FROM entries"), Is.EqualTo(new[] { "00:00:01.2345678|00:00:00.0000001" }));
    }

    [Test]
    public async Task Facts_at_the_end_of_a_message_are_not_doubled()
    {
        var once = await PassAsync(Entries.With(Full));
        var twice = await PassAsync(once with { Position = 1 });
        Assert.That(twice.Outcome!.Error!.Message, Is.EqualTo("It went wrong (asked POST /tasks/1/cancel at https://a.test, status 408, code late, request id r-1). It may have been acted on. Try again later, or allow more time."));
    }

    [Test]
    public async Task An_inner_exception_that_nobody_was_promised_is_left_out()
    {
        var back = await PassAsync(Entries.With(Full with { Error = new TaskRequestException("Broken.", new IOException("wire")) }));
        Assert.That(back.Outcome!.Error!.InnerException, Is.Null);
    }

    [Test]
    public async Task Any_texts_and_instants_come_back()
    {
        var journal = await folder.OpenRunAsync();
        var random = new Random(20260102);
        for (var position = 0; position < 500; position++)
        {
            var (text, at) = (Text(random), new DateTimeOffset(random.NextInt64(DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero));
            var entry = new JournalEntry
            {
                Position = position,
                Target = new TaskTarget(text, text, at),
                Outcome = Full with
                {
                    Target = new TaskTarget(text, text, at),
                    AcceptedAt = at,
                    Snapshot = Full.Snapshot! with { Scope = text, EnqueuedAt = at, Progress = random.NextDouble() },
                    Error = new TaskRequestException(text) { BodyExcerpt = text, RetryAfter = TimeSpan.FromTicks(random.NextInt64()) },
                },
            };
            await journal.WriteAsync(JournalFolder.Run.Id, [entry]);
            Assert.That(Entries.Facts((await journal.ReadAsync(JournalFolder.Run.Id, position, 1)).Single()), Is.EqualTo(Entries.Facts(entry)));
        }
    }

    /// <summary>Up to five characters of any kind, whole or not.</summary>
    private static string Text(Random random) => new(
        [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(3) switch { 0 => (char)random.Next(128), 1 => (char)random.Next(0xd800, 0xe000), _ => (char)random.Next(0x10000) })]);

    /// <summary>Writes an entry, and reads it from the file opened anew.</summary>
    private async Task<JournalEntry> PassAsync(JournalEntry entry)
    {
        using (var journal = await folder.OpenRunAsync())
        {
            await journal.WriteAsync(JournalFolder.Run.Id, [entry]);
        }

        return (await folder.Open().ReadAsync(JournalFolder.Run.Id, entry.Position, 1)).Single();
    }

    private sealed record Detail : TaskDetails;
}
