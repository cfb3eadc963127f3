using Microsoft.Data.Sqlite;
using TaskCancellation.Journal.Sqlite.Internal;

namespace TaskCancellation.Journal.Sqlite.Tests;

/// <summary>What each complaint of SQLite is told as, whole. The codes are those of sqlite.org/rescode.html.</summary>
public sealed class FailureTextTests
{
    private const string Unavailable = "cannot be reached: It complains. Check that the folder exists and that this program may use it.";
    private const string Damaged = "is not, or no longer, a whole journal: It complains. Name another file, or restore this one.";

    [TestCase(3, 3, JournalErrorReason.Unavailable, Unavailable)]
    [TestCase(10, 10, JournalErrorReason.Unavailable, Unavailable)]
    [TestCase(14, 14, JournalErrorReason.Unavailable, Unavailable)]
    [TestCase(23, 23, JournalErrorReason.Unavailable, Unavailable)]
    [TestCase(8, 1032, JournalErrorReason.Unavailable, Unavailable)]
    [TestCase(5, 5, JournalErrorReason.Busy, "is held by others: It complains. Try again when the others are done.")]
    [TestCase(6, 6, JournalErrorReason.Busy, "is held by others: It complains. Try again when the others are done.")]
    [TestCase(8, 8, JournalErrorReason.ReadOnly, "cannot be written: It complains. Let this program write to the file and to its folder.")]
    [TestCase(13, 13, JournalErrorReason.Full, "has no room left: It complains. Make room on the disk, and resume the run.")]
    [TestCase(1, 1, JournalErrorReason.Damaged, Damaged)]
    [TestCase(11, 11, JournalErrorReason.Damaged, Damaged)]
    [TestCase(26, 26, JournalErrorReason.Damaged, Damaged)]
    [TestCase(4, 4, JournalErrorReason.Unknown, "cannot be used: It complains. Nothing of the failed write is in it.")]
    public void A_complaint_of_sqlite(int code, int extended, JournalErrorReason reason, string text)
    {
        var complaint = new SqliteException("It complains..", code, extended);

        var told = complaint.ToJournalException("/j.db");

        Assert.That((told.Message, told.Reason, told.InnerException), Is.EqualTo(($"The journal /j.db {text}", reason, complaint)));
    }

    [Test]
    public void What_is_not_sqlites_complaint_is_one_of_values_that_no_journal_has() =>
        Assert.That(new FormatException("It has no position.").ToJournalException("/j.db"), Has.Message.EqualTo("The journal /j.db holds what no journal writes: It has no position.").And.Property("Reason").EqualTo(JournalErrorReason.Damaged));

    [Test]
    public void A_library_that_cannot_be_loaded_is_named_in_its_first_sentence()
    {
        var error = new TypeInitializationException("X", new DllNotFoundException("Unable to load e_sqlite3.\nIt was looked for here. And there."));

        Assert.That(error.ToJournalException("/j.db").Message, Is.EqualTo("The journal /j.db cannot be reached: SQLite's native library (e_sqlite3) cannot be loaded. Unable to load e_sqlite3. Deploy the folder 'runtimes', or the library itself, beside the program."));
    }

    [Test]
    public void A_checksum_tells_where_one_value_ends_and_the_next_begins()
    {
        long[] sums = [.. new object?[][] { ["ab", "c"], ["a", "bc"], ["abc", ""], ["abc", null], ["abc"], ["ab", new byte[] { (byte)'c' }], [1L], ["1"], [null], [] }.Select(row => RowChecksum.Of(row))];

        Assert.That(sums, Is.Unique);
        Assert.That(RowChecksum.Of([DBNull.Value]), Is.EqualTo(RowChecksum.Of([null])));
    }
}
