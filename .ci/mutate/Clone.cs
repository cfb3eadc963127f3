using System.Diagnostics;
using Microsoft.CodeAnalysis;

/// <summary>A copy of the working tree to build in: what git would commit, changes included.</summary>
internal sealed class Clone : IDisposable
{
    private readonly Options options;

    internal Clone(string source, Options options)
    {
        this.options = options;
        this.Folder = options.Keep ?? Directory.CreateTempSubdirectory("mutate-").FullName;
        Directory.CreateDirectory(this.Folder);
        var files = Run("git", source, "ls-files", "-co", "--exclude-standard").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(source, file))).ToHashSet(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var (from, to) = (new FileInfo(Path.Combine(source, file)), new FileInfo(Path.Combine(this.Folder, file)));
            to.Directory!.Create();
            if (!to.Exists || !File.ReadAllBytes(from.FullName).AsSpan().SequenceEqual(File.ReadAllBytes(to.FullName)))
            {
                from.CopyTo(to.FullName, overwrite: true);
                File.SetLastWriteTimeUtc(to.FullName, DateTime.UtcNow);
            }
        }

        foreach (var file in Directory.EnumerateFiles(this.Folder, "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(this.Folder, file)).Where(file => !files.Contains(file) && !file.Split('/').Any(part => part is "bin" or "obj")))
        {
            File.Delete(Path.Combine(this.Folder, file));
        }
    }

    internal string Folder { get; }

    internal void Build(string project)
    {
        if (this.options.NoBuild)
        {
            return;
        }

        var targets = Path.Combine(this.Folder, ".ci", "mutate", "compiler.targets");
        Run("dotnet", this.Folder, "build", project, "-c", "Debug", "-v", "q", "-nologo", "--disable-build-servers", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", "-p:ProvideCommandLineArgs=true", $"-p:CustomAfterMicrosoftCommonTargets={targets}");
    }

    public void Dispose()
    {
        if (this.options.Keep is null)
        {
            Directory.Delete(this.Folder, recursive: true);
        }
    }

    private static string Run(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}:\n{output}");
    }
}
