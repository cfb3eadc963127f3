namespace TaskCancellation.Core.Tests;

/// <summary>Keeps what it is told, in order, on the thread that tells.</summary>
internal sealed class Told : List<TaskSnapshot>, IProgress<TaskSnapshot>
{
    public void Report(TaskSnapshot value) => Add(value);
}
