namespace TaskCancellation.Tests.Architecture;

/// <summary>The files of the repository that the tests run from.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>The names of the folders in a folder.</summary>
    internal static IEnumerable<string> Folders(string path) => Directory.EnumerateDirectories(Path.Combine(Root, path)).Select(folder => Path.GetFileName(folder)!);

    /// <summary>The paths, from the root, of the C# files in a folder; with all below it, if asked, except what a build made.</summary>
    internal static IEnumerable<string> Files(string path, bool deep = false) =>
        Directory.EnumerateFiles(Path.Combine(Root, path), "*.cs", deep ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    /// <summary>The paths, from the root, of the Markdown files, except what a build made.</summary>
    internal static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Root, "*.md", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or ".git"))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TaskCancellation.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run from within the repository.");
    }
}
