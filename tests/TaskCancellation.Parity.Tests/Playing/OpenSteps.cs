using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Playing;

/// <summary>Steps that should be equal and are not yet: <c>open/NAME.txt</c>, one line number of the recording a line. The list only shrinks: a step that is equal again must leave it, and none may join.</summary>
internal static class OpenSteps
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "open");

    internal static IReadOnlySet<int> Of(Recording recording)
    {
        var path = Path.Combine(Folder, recording.Name + ".txt");
        return File.Exists(path) ? File.ReadLines(path).Where(line => line.Length > 0).Select(int.Parse).ToHashSet() : new HashSet<int>();
    }
}
