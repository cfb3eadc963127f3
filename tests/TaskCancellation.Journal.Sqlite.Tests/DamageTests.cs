using static TaskCancellation.Journal.Sqlite.Tests.Entries;

namespace TaskCancellation.Journal.Sqlite.Tests;

/// <summary>A value that a disk has changed into another good one. SQLite itself does not notice.</summary>
internal sealed class DamageTests
{
    private static readonly string Id = JournalFolder.Run.Id;

    private static readonly CancellationOutcome Whole = new()
    {
        Target = new TaskTarget("7", "kind", DateTimeOffset.UnixEpoch),
        Verdict = CancellationVerdict.CompletedFirst,
        ServiceTask = 42,
        AcceptedAt = DateTimeOffset.UnixEpoch,
        Snapshot = new TaskSnapshot { Id = 7, State = TaskState.Succeeded, RawState = "done", Progress = -0d, FinishedAt = DateTimeOffset.UnixEpoch },
        Error = new TaskRequestException("It went wrong.") { Delivery = RequestDelivery.NotSent },
    };

    private JournalFolder folder = null!;

    [SetUp]
    public void SetUp() => folder = new JournalFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    [TestCase("entries", "target_id = '6'")]
    [TestCase("entries", "target_kind = 'kine'")]
    [TestCase("entries", "target_started_at = NULL")]
    [TestCase("entries", "verdict = 'Canceled'")]
    [TestCase("entries", "verdict = NULL")]
    [TestCase("entries", "service_task = '43'")]
    [TestCase("entries", "task_id = '6'")]
    [TestCase("entries", "state = 'Canceled'")]
    [TestCase("entries", "progress = 0.5")]
    [TestCase("entries", "sequence = 1")]
    [TestCase("entries", "error_delivery = 'Answered'")]
    [TestCase("entries", "checksum = checksum + 1")]
    [TestCase("entries", "position = 0 WHERE position = 7")]
    [TestCase("runs", "service = 'Servicf'")]
    [TestCase("runs", "endpoint = NULL")]
    [TestCase("runs", "begun_at = '2020-01-01T00:00:00.0000000+00:00'")]
    public async Task A_value_that_became_another_good_one_is_damage(string table, string change)
    {
        await WriteAsync();
        folder.Ask($"UPDATE {table} SET {change}");
        AssertDamaged();
    }

    [TestCase("position = 1007 WHERE position = 7", Description = "which keeps the order and the number of entries")]
    [TestCase("verdict = 'Canceled'")]
    public async Task An_entry_that_would_be_read_late_or_never_is_damage_before_anything_is_sent(string change)
    {
        await WriteAsync();
        folder.Ask($"UPDATE entries SET {change}");
        Assert.That(
            () => folder.OpenRunAsync(),
            Throws.TypeOf<JournalException>().With.Property(nameof(JournalException.Reason)).EqualTo(JournalErrorReason.Damaged).And.Message.Contains("checksum"));
    }

    [Test]
    public async Task An_entry_that_came_to_another_run_is_damage()
    {
        await WriteAsync();
        folder.Ask("UPDATE entries SET run_id = 'other'");
        Assert.That(
            () => folder.Open().ReadAsync("other", 0, 10).AsTask(),
            Throws.TypeOf<JournalException>().With.Property(nameof(JournalException.Reason)).EqualTo(JournalErrorReason.Damaged));
    }

    [TestCase("DELETE FROM entries WHERE position = 7")]
    [TestCase("DELETE FROM runs")]
    public async Task What_is_missing_is_damage_before_anything_is_sent(string change)
    {
        await WriteAsync();
        folder.Ask(change);
        Assert.That(
            () => folder.OpenRunAsync(),
            Throws.TypeOf<JournalException>().With.Property(nameof(JournalException.Reason)).EqualTo(JournalErrorReason.Damaged).And.Message.Contains("number of entries"));
    }

    [Test]
    public async Task What_nobody_changed_is_whole()
    {
        await WriteAsync();
        var journal = await folder.OpenRunAsync();
        Assert.That(await journal.ReadAsync(Id, 0, 10), Has.Count.EqualTo(1));
        Assert.That(await journal.ListRunsAsync(), Has.Count.EqualTo(1));
    }

    private async Task WriteAsync()
    {
        using var journal = await folder.OpenRunAsync();
        await journal.WriteAsync(Id, [With(Whole) with { Position = 7 }]);
    }

    private void AssertDamaged() => Assert.That(
        async () =>
        {
            var journal = folder.Open();
            await journal.ReadAsync(Id, 0, 10);
            await journal.ListRunsAsync();
        },
        Throws.TypeOf<JournalException>().With.Property(nameof(JournalException.Reason)).EqualTo(JournalErrorReason.Damaged).And.Message.Contains("journal.db"));
}
