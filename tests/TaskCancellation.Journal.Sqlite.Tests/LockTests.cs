using System.Diagnostics;
using TaskCancellation.Journal.Sqlite.Internal;
using static TaskCancellation.Journal.Sqlite.Tests.Entries;

namespace TaskCancellation.Journal.Sqlite.Tests;

/// <summary>One at a time at a run; the lock ends with its process.</summary>
internal sealed class LockTests
{
    private static readonly JournalRun Run = JournalFolder.Run;
    private static readonly JournalRun Held = new() { Id = "held by another", ServiceName = "Probed" };

    private JournalFolder folder = null!;

    [SetUp]
    public void SetUp() => folder = new JournalFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    [Test]
    public async Task A_second_journal_on_a_run_is_refused_until_the_first_is_disposed_of()
    {
        var first = await folder.OpenRunAsync();
        var second = folder.Open();
        AssertConflict(() => second.OpenRunAsync(Run).AsTask());
        AssertConflict(() => second.DeleteRunAsync(Run.Id).AsTask());
        await second.OpenRunAsync(Run with { Id = "other" });

        await first.DisposeAsync();
        await second.OpenRunAsync(Run);
        Assert.That(File.Exists(RunLock.PathOf(folder.PathOf(), Run.Id)), "the lock file stays");
    }

    [Test]
    public async Task A_run_is_its_openers_alone_in_one_journal_too_until_he_lets_go()
    {
        var journal = folder.Open();
        var lease = await journal.OpenRunAsync(Run);
        AssertConflict(() => journal.OpenRunAsync(Run).AsTask());
        AssertConflict(() => journal.DeleteRunAsync(Run.Id).AsTask());
        await using (await journal.OpenRunAsync(Run with { Id = "other" }))
        {
            await journal.WriteAsync(Run.Id, [Intent(0)]); // what was refused has taken nothing away
        }

        await lease.DisposeAsync();
        var again = await folder.Open().OpenRunAsync(Run);
        AssertConflict(() => journal.OpenRunAsync(Run).AsTask());
        await again.DisposeAsync();

        await journal.OpenRunAsync(Run);
        await lease.DisposeAsync();
        AssertConflict(() => journal.OpenRunAsync(Run).AsTask());
    }

    [Test]
    public async Task A_lease_outlives_its_journal_and_does_nothing_then()
    {
        var journal = folder.Open();
        var lease = await journal.OpenRunAsync(Run);
        await journal.DisposeAsync();
        await folder.OpenRunAsync();
        await lease.DisposeAsync();
        AssertConflict(() => folder.Open().OpenRunAsync(Run).AsTask());
    }

    [Test]
    public async Task The_lock_file_goes_with_the_run()
    {
        var journal = folder.Open();
        await (await journal.OpenRunAsync(Run)).DisposeAsync();
        await journal.DeleteRunAsync(Run.Id);
        Assert.That(File.Exists(RunLock.PathOf(folder.PathOf(), Run.Id)), Is.False);

        await using var lease = await journal.OpenRunAsync(Run);
        AssertConflict(() => folder.Open().OpenRunAsync(Run).AsTask());
    }

    [Test]
    public void A_lock_that_was_deleted_under_its_taker_is_none()
    {
        File.WriteAllText(RunLock.PathOf(folder.PathOf(), Run.Id), "x");
        Assert.That(() => folder.OpenRunAsync(), Throws.TypeOf<JournalException>().With.Property(nameof(JournalException.Reason)).EqualTo(JournalErrorReason.Unavailable));
    }

    [Test]
    [Category("Finding C11")]
    public async Task A_run_whose_lock_file_was_taken_away_is_refused_until_it_is_back()
    {
        var first = await folder.OpenRunAsync();
        await first.WriteAsync(Run.Id, [Intent(0)]);
        File.Delete(RunLock.PathOf(folder.PathOf(), Run.Id));

        var second = folder.Open();
        for (var tries = 0; tries < 2; tries++)
        {
            AssertConflict(() => second.OpenRunAsync(Run).AsTask());
            AssertConflict(() => second.DeleteRunAsync(Run.Id).AsTask());
        }

        await first.WriteAsync(Run.Id, [Intent(1)]);
        await first.DisposeAsync();
        File.WriteAllBytes(RunLock.PathOf(folder.PathOf(), Run.Id), []);
        await second.OpenRunAsync(Run);
        Assert.That(await second.ReadAsync(Run.Id, 0, 9), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Two_names_of_a_file_make_one_lock()
    {
        await folder.OpenRunAsync();
        File.CreateSymbolicLink(folder.PathOf("link.db"), folder.PathOf());
        AssertConflict(() => folder.Open("link.db").OpenRunAsync(Run).AsTask());
        AssertConflict(() => folder.Open("./journal.db").OpenRunAsync(Run).AsTask());
    }

    [Test]
    public async Task A_lock_that_cannot_be_made_is_told_from_one_that_is_taken()
    {
        var journal = folder.Open();
        Directory.CreateDirectory(RunLock.PathOf(folder.PathOf(), Run.Id));
        Assert.That(
            () => journal.OpenRunAsync(Run).AsTask(),
            Throws.TypeOf<JournalException>().With.Property(nameof(JournalException.Reason)).EqualTo(JournalErrorReason.Unavailable));
        await journal.OpenRunAsync(Run with { Id = "other" });
    }

    [Test]
    public async Task Another_process_is_refused_a_run_and_has_the_rest_of_the_file()
    {
        var journal = folder.Open();
        await journal.OpenRunAsync(Held);
        using (var refused = Start())
        {
            var complaint = await refused.StandardError.ReadToEndAsync();
            await refused.WaitForExitAsync();
            Assert.That(complaint, Does.Contain(nameof(JournalConflictException)));
            Assert.That(refused.ExitCode, Is.Not.Zero);
        }

        await journal.DisposeAsync();
        using var holder = Start();
        try
        {
            Assert.That(await holder.StandardOutput.ReadLineAsync(), Is.EqualTo("open"));
            var other = await folder.OpenRunAsync();
            await other.WriteAsync(Run.Id, [Intent(0)]);
            Assert.That((await other.ReadAsync(Held.Id, 0, 1)).Single().Target.Id.Value, Is.EqualTo("held"), "reading is free");
        }
        finally
        {
            holder.StandardInput.Close();
            await holder.WaitForExitAsync();
        }

        Assert.That(holder.ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_killed_process_leaves_no_lock_and_loses_nothing()
    {
        using var holder = Start();
        Assert.That(await holder.StandardOutput.ReadLineAsync(), Is.EqualTo("open"));
        var journal = folder.Open();
        AssertConflict(() => journal.OpenRunAsync(Held).AsTask());

        holder.Kill();
        await holder.WaitForExitAsync();

        await journal.OpenRunAsync(Held);
        Assert.That((await journal.ReadAsync(Held.Id, 0, 9)).Single(), Is.EqualTo(Intent(0, "held")));
    }

    private static void AssertConflict(Func<Task> action) =>
        Assert.That(action, Throws.TypeOf<JournalConflictException>().With.Property(nameof(JournalConflictException.RunId)).Not.Empty);

    private Process Start() => Process.Start(new ProcessStartInfo("dotnet", [Repository.Program("tests/TaskCancellation.Probes"), "journal-hold", folder.PathOf(), Held.Id])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
