namespace TaskCancellation.Tests.Crashes;

/// <summary>When a process is killed, or ends for want of room.</summary>
/// <param name="When">Before or after a write of the journal, or while the service deals with a cancel; or when its files would grow past a limit.</param>
/// <param name="At">Which of them, from 1; or how many blocks of 512 bytes a file may have.</param>
internal sealed record Death(string When, int At)
{
    internal bool IsDuringCancel => When == "during";

    internal static Death Before(int write) => new("before", write);

    internal static Death After(int write) => new("after", write);

    internal static Death During(int cancel) => new("during", cancel);

    internal static Death Limited(int blocks) => new("limited", blocks);

    internal bool IsLimit => When == "limited";

    /// <summary>How a shell would put the end of the process: 128 and the signal, which is SIGABRT where an exception was not caught.</summary>
    internal int ExitCode => IsLimit ? 134 : ProbeRun.Killed;

    public override string ToString() => $"{When} {At}";
}
