namespace TaskCancellation.Tests;

/// <summary>The one line that a long suite ends with. `dotnet test` prints those of a project when its tests have ended.</summary>
internal static class Summary
{
    /// <summary>Writes the line, in the place of the one before.</summary>
    internal static void Write(string suite, string line)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "summary"));
        File.WriteAllText(Path.Combine(folder.FullName, $"{suite}.txt"), line);
    }
}
