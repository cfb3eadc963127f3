using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>Says that somebody is at a run: a file held open, so that the system lets go of it however its process ends.</summary>
internal sealed class RunLock : IDisposable
{
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);

    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock of a run.</summary>
    /// <exception cref="JournalConflictException">Somebody has it.</exception>
    internal static RunLock Take(string journal, string runId)
    {
        try
        {
            return new RunLock(new FileStream(PathOf(journal, runId), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException end) when (end.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolationOnWindows)
        {
            throw new JournalConflictException($"Run \"{runId}\" is open elsewhere: another process, or another journal of this one, is at it.", runId, end);
        }
        catch (Exception end) when (end is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"The lock of run \"{runId}\" beside the journal {journal} cannot be made: {end.Message}", JournalFailure.Unavailable, end);
        }
    }

    /// <summary>Lets go. The file stays: to delete one that another is about to lock would let two have it.</summary>
    public void Dispose() => file.Dispose();

    /// <summary>Beside the journal. A run's name may be anything, so its hash stands for it.</summary>
    internal static string PathOf(string journal, string runId) =>
        $"{journal}-{Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(runId.AsSpan())).AsSpan(0, 8))}.lock";
}
