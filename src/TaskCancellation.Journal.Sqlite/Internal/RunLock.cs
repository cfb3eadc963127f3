using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>Says that somebody is at a run: a file held open, so that the system lets go of it however its process ends.</summary>
internal sealed class RunLock : IDisposable
{
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);
    private const byte Gone = (byte)'x';

    private readonly FileStream file;
    private bool isDeleted;

    private RunLock(FileStream file, bool isNew) => (this.file, IsNew) = (file, isNew);

    /// <summary>There was no file: nobody has ever been at the run, or somebody's file was taken away.</summary>
    internal bool IsNew { get; }

    /// <summary>Takes the lock of a run.</summary>
    /// <exception cref="JournalConflictException">Somebody has it.</exception>
    internal static RunLock Take(string journal, string runId)
    {
        try
        {
            return Open(PathOf(journal, runId));
        }
        catch (IOException end) when (end.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolationOnWindows)
        {
            throw new JournalConflictException($"Run \"{runId}\" is open elsewhere: another process, or another journal of this one, is at it. Let it end first, or use another RunId.", runId, end);
        }
        catch (Exception end) when (end is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"The lock of run \"{runId}\" beside the journal {journal} cannot be made: {end.Message.TrimEnd('.')}. Let this program write to that folder.", JournalErrorReason.Unavailable, end);
        }
    }

    /// <summary>Has the file deleted with the lock. It stays where the system does not let it go.</summary>
    internal void Delete()
    {
        isDeleted = true;
        if (!OperatingSystem.IsWindows() && TryDelete(file.Name))
        {
            // Whoever has opened the file meanwhile gets a lock that nobody else sees: this tells it so.
            file.WriteByte(Gone);
        }
    }

    /// <summary>Lets go.</summary>
    public void Dispose()
    {
        file.Dispose();
        if (isDeleted && OperatingSystem.IsWindows())
        {
            // There, a file that another has opened cannot be deleted.
            TryDelete(file.Name);
        }
    }

    /// <summary>Beside the journal. A run's name may be anything, so its hash stands for it.</summary>
    internal static string PathOf(string journal, string runId) =>
        $"{journal}-{Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(runId.AsSpan())).AsSpan(0, 8))}.lock";

    private static RunLock Open(string path)
    {
        for (var tries = 3; tries > 0; tries--)
        {
            var isNew = !File.Exists(path);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            if (file.Length == 0)
            {
                return new RunLock(file, isNew);
            }

            // It was deleted after it had been opened.
            file.Dispose();
        }

        throw new IOException($"{path} is not empty.");
    }

    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception end) when (end is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
