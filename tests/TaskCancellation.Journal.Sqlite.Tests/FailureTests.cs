using Microsoft.Data.Sqlite;
using TaskCancellation.Journal.Sqlite.Internal;
using static TaskCancellation.Journal.Sqlite.Tests.Entries;

namespace TaskCancellation.Journal.Sqlite.Tests;

/// <summary>Files that cannot be used. Each is told from the others, and none is changed.</summary>
internal sealed class FailureTests
{
    private static readonly string Id = JournalFolder.Run.Id;

    private JournalFolder folder = null!;

    [SetUp]
    public void SetUp() => folder = new JournalFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    [Test]
    public void A_folder_that_is_not_there_is_said_to_be_missing() =>
        AssertRefused(JournalErrorReason.Unavailable, "nowhere/journal.db", inner: true);

    [Test]
    public void A_native_library_that_is_missing_is_told_as_such()
    {
        var missing = new DllNotFoundException("Unable to load shared library 'e_sqlite3' or one of its dependencies. In order to help diagnose loading problems, consider using a tool like strace.\n/app/e_sqlite3.so: cannot open shared object file");

        var error = new TypeInitializationException("Microsoft.Data.Sqlite.SqliteConnection", new System.Reflection.TargetInvocationException(missing)).ToJournalException("journal.db");

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(JournalErrorReason.Unavailable));
            Assert.That(error.Message, Does.StartWith("The journal journal.db cannot be reached: SQLite's native library (e_sqlite3) cannot be loaded. Unable to load shared library 'e_sqlite3' or one of its dependencies. Deploy").And.EndWith("beside the program.").And.Not.Contain("\n").And.Not.Contain("Microsoft.Data"));
        });
    }

    [Test]
    public void A_folder_is_no_file()
    {
        Directory.CreateDirectory(folder.PathOf());
        AssertRefused(JournalErrorReason.Unavailable, inner: true);
    }

    [Test]
    public void A_file_of_something_else_is_left_as_it_is()
    {
        var bytes = Enumerable.Range(0, 5000).Select(index => (byte)index).ToArray();
        File.WriteAllBytes(folder.PathOf(), bytes);
        AssertRefused(JournalErrorReason.Damaged, inner: true);
        Assert.That(File.ReadAllBytes(folder.PathOf()), Is.EqualTo(bytes));
    }

    [TestCase("CREATE TABLE things (id)")]
    [TestCase("PRAGMA user_version = 4")]
    [TestCase("PRAGMA application_id = 77")]
    public void A_database_of_somebody_else_is_left_as_it_is(string sql)
    {
        folder.Ask(sql);
        var bytes = File.ReadAllBytes(folder.PathOf());
        AssertRefused(JournalErrorReason.Damaged);
        Assert.That(File.ReadAllBytes(folder.PathOf()), Is.EqualTo(bytes));
    }

    [Test]
    public void An_empty_file_becomes_a_journal()
    {
        File.WriteAllBytes(folder.PathOf(), []);
        Assert.That(() => folder.OpenRunAsync(), Throws.Nothing);
    }

    [Test]
    public void A_journal_of_a_later_version_is_left_as_it_is()
    {
        folder.Open().Dispose();
        folder.Ask("PRAGMA user_version = 4");
        AssertRefused(JournalErrorReason.NewerVersion);
        Assert.That(folder.Ask("PRAGMA user_version"), Is.EqualTo(new[] { "4" }));
    }

    [Test]
    public async Task A_journal_whose_end_is_cut_off_is_damaged()
    {
        using (var journal = await folder.OpenRunAsync())
        {
            await journal.WriteAsync(Id, [.. Enumerable.Range(0, 2000).Select(position => Intent(position))]);
        }

        using (var file = File.OpenWrite(folder.PathOf()))
        {
            file.SetLength(file.Length / 4096 / 2 * 4096);
        }

        Assert.That(
            async () =>
            {
                using var journal = await folder.OpenRunAsync();
                await journal.ReadAsync(Id, 0, 2000);
            },
            Throws.TypeOf<JournalException>().With.Property(nameof(JournalException.Reason)).EqualTo(JournalErrorReason.Damaged).And.InnerException.TypeOf<SqliteException>());
    }

    [TestCase("verdict = 'Vaporized'")]
    [TestCase("verdict = '3'")]
    [TestCase("accepted_at = 'yesterday'")]
    [TestCase("sequence = NULL")]
    [TestCase("error_reason = 'Unknown'")]
    public async Task A_value_that_no_journal_writes_is_damage(string change)
    {
        var journal = await folder.OpenRunAsync();
        await journal.WriteAsync(Id, [Outcome(0, target: "7")]);
        folder.Ask($"UPDATE entries SET {change}");

        Assert.That(
            () => journal.ReadAsync(Id, 0, 1).AsTask(),
            Throws.TypeOf<JournalException>().With.Property(nameof(JournalException.Reason)).EqualTo(JournalErrorReason.Damaged));
    }

    [TestCase("DROP TABLE entries")]
    [TestCase("DROP TABLE runs")]
    [TestCase("ALTER TABLE entries RENAME COLUMN verdict TO wordict")]
    [TestCase("ALTER TABLE entries DROP COLUMN sequence")]
    [TestCase("ALTER TABLE runs RENAME COLUMN endpoint TO end")]
    [TestCase("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE entriez (run_id)' WHERE name = 'entries'")]
    [Category("Finding C10")]
    public async Task A_schema_that_is_no_longer_a_journals_is_damage(string change)
    {
        using (var journal = await folder.OpenRunAsync())
        {
            await journal.WriteAsync(Id, [Outcome(0, target: "7")]);
        }

        folder.Ask(change);
        Assert.That(
            async () =>
            {
                using var journal = await folder.OpenRunAsync();
                await journal.ReadAsync(Id, 0, 1);
                await journal.ListRunsAsync();
            },
            Throws.TypeOf<JournalException>().With.Property(nameof(JournalException.Reason)).EqualTo(JournalErrorReason.Damaged));
    }

    [Test]
    public async Task A_file_that_cannot_be_written_is_refused_when_a_run_is_opened_and_can_be_read()
    {
        using (var journal = await folder.OpenRunAsync())
        {
            await journal.WriteAsync(Id, [Outcome(0)]);
        }

        // A write version that SQLite does not know makes the file read-only, for root too.
        using (var file = new FileStream(folder.PathOf(), FileMode.Open))
        {
            file.Position = 18;
            file.WriteByte(3);
        }

        var readOnly = folder.Open();
        Assert.That(await readOnly.ReadAsync(Id, 0, 1), Has.Count.EqualTo(1));
        foreach (var run in new[] { JournalFolder.Run, JournalFolder.Run with { Id = "new" } })
        {
            Assert.That(
                () => readOnly.OpenRunAsync(run).AsTask(),
                Throws.TypeOf<JournalException>().With.Property(nameof(JournalException.Reason)).EqualTo(JournalErrorReason.ReadOnly).And.InnerException.TypeOf<SqliteException>());
        }
    }

    [Test]
    public async Task A_full_disk_loses_the_write_whole_and_the_journal_goes_on_when_there_is_room()
    {
        var journal = await folder.OpenRunAsync();
        await journal.WriteAsync(Id, [Outcome(0)]);
        Limit(1);
        JournalEntry[] many = [.. Enumerable.Range(1, 5000).Select(position => Intent(position))];

        Assert.That(
            () => journal.WriteAsync(Id, many).AsTask(),
            Throws.TypeOf<JournalException>().With.Property(nameof(JournalException.Reason)).EqualTo(JournalErrorReason.Full)
                .And.Message.Contains("no room").And.InnerException.TypeOf<SqliteException>());
        Assert.That(await journal.ReadAsync(Id, 0, 9999), Is.EqualTo(new[] { Outcome(0) }));

        Limit(1_000_000);
        await journal.WriteAsync(Id, many);
        Assert.That(await journal.ReadAsync(Id, 0, 9999), Has.Count.EqualTo(5001));

        // Fewer pages than there are mean: no more than there are.
        void Limit(int pages) => journal.File.Read(connection => connection.Scalar($"PRAGMA max_page_count = {pages}"));
    }

    [TestCase(3, 3, JournalErrorReason.Unavailable)]
    [TestCase(5, 5, JournalErrorReason.Busy)]
    [TestCase(6, 6, JournalErrorReason.Busy)]
    [TestCase(8, 8, JournalErrorReason.ReadOnly)]
    [TestCase(8, 1032, JournalErrorReason.Unavailable)]
    [TestCase(10, 778, JournalErrorReason.Unavailable)]
    [TestCase(11, 11, JournalErrorReason.Damaged)]
    [TestCase(13, 13, JournalErrorReason.Full)]
    [TestCase(14, 14, JournalErrorReason.Unavailable)]
    [TestCase(26, 26, JournalErrorReason.Damaged)]
    [TestCase(1, 1, JournalErrorReason.Damaged)]
    [TestCase(19, 19, JournalErrorReason.Unknown)]
    public void What_SQLite_complains_of_is_put_in_the_librarys_terms(int code, int extended, JournalErrorReason expected)
    {
        var error = new SqliteException("its words", code, extended);
        var said = error.ToJournalException("/there/journal.db");
        Assert.That((said.Reason, said.InnerException), Is.EqualTo((expected, error)));
        Assert.That(said.Message, Does.Contain("/there/journal.db").And.Contain("its words"));
    }

    private void AssertRefused(JournalErrorReason failure, string name = "journal.db", bool inner = false)
    {
        var error = Assert.Throws<JournalException>(() => folder.Open(name));
        Assert.That((error.Reason, error.InnerException is SqliteException), Is.EqualTo((failure, inner)));
        Assert.That(error.Message, Does.Contain(folder.PathOf(name)));
    }
}
