using System.Reflection;

namespace TaskCancellation.Tests;

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

    /// <summary>The assembly of a program of the repository, in its own output folder: there it has its own dependencies, not those of the test.</summary>
    /// <param name="project">The folder of its project, from the root.</param>
    internal static string Program(string project)
    {
        var (name, built) = (Path.GetFileName(project), typeof(Repository).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration);
        return Path.Combine(Root, project, "bin", built, $"net{Environment.Version.ToString(2)}", $"{name}.dll");
    }

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
