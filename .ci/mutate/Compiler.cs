using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

/// <summary>Compiles a project as its last build did, with mutants in it.</summary>
internal sealed class Compiler
{
    private readonly CSharpCommandLineArguments arguments;
    private readonly string folder;
    private readonly Dictionary<string, SyntaxTree> trees;
    private readonly List<MetadataReference> references;
    private readonly List<ISourceGenerator> generators;

    internal Compiler(string folder)
    {
        this.folder = folder;
        var lines = File.ReadAllLines(Path.Combine(folder, "obj", "csc.rsp")).Where(line => line.Length > 0 && !line.StartsWith("/warnaserror", StringComparison.OrdinalIgnoreCase));
        this.arguments = CSharpCommandLineParser.Default.Parse([.. lines.SelectMany(line => CommandLineParser.SplitCommandLineIntoArguments(line, false))], folder, null);
        this.Sources = [.. this.arguments.SourceFiles.Select(source => source.Path)];
        this.trees = this.Sources.ToDictionary(file => file, this.ParseFile);
        this.generators = [.. this.arguments.AnalyzerReferences.Select(one => new AnalyzerFileReference(one.FilePath, Loader.Instance)).SelectMany(one => one.GetGenerators(LanguageNames.CSharp))];
        this.references = [.. this.arguments.MetadataReferences.Select(reference => (MetadataReference)MetadataReference.CreateFromFile(reference.Reference))];
    }

    internal IReadOnlyList<string> Sources { get; }

    internal SyntaxTree Parse(string file) => this.trees[file];

    internal void EmitSwitch(string bin, int length)
    {
        const string Source = """
            public static class MutationSwitch
            {
                public static int Active = -1;
                public static byte[]? Reached;
                public const int Length = LENGTH;
                public static void Reach(int id) { if (Reached is { } all) { all[id] = 1; } }
                public static bool On(int id) { Reach(id); return Active == id; }
            }
            """;
        var file = Path.Combine(bin, "MutationSwitch.dll");
        var compilation = CSharpCompilation.Create("MutationSwitch", [CSharpSyntaxTree.ParseText(Source.Replace("LENGTH", $"{length}", StringComparison.Ordinal))], this.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Emit(compilation, file);
        this.references.RemoveAll(reference => reference.Display!.EndsWith("MutationSwitch.dll", StringComparison.Ordinal));
        this.references.Add(MetadataReference.CreateFromFile(file));
    }

    private IEnumerable<MetadataReference> References => this.references;

    /// <summary>Compiles until all mutants that are left compile.</summary>
    internal void EmitMutants(string bin, Dictionary<string, List<Mutant>> files)
    {
        for (var round = 1; ; round++)
        {
            var parts = new Dictionary<SyntaxTree, MutatedFile>();
            var current = this.trees.ToDictionary();
            foreach (var (file, mutants) in files.Where(one => one.Value.Any(mutant => mutant.Fate != Fate.NotCompiled)))
            {
                var mutated = new MutatedFile(this.trees[file].GetText(), [.. mutants.Where(one => one.Fate != Fate.NotCompiled)]);
                current[file] = CSharpSyntaxTree.ParseText(SourceText.From(mutated.Text, Encoding.UTF8), (CSharpParseOptions)this.trees[file].Options, file);
                parts[current[file]] = mutated;
            }

            var generated = this.Generate(CSharpCompilation.Create(this.arguments.CompilationName, current.Values, this.References, this.arguments.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Default)));
            var errors = generated.GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error).ToList();
            if (errors.Count == 0)
            {
                Emit(generated, Path.Combine(bin, $"{this.arguments.CompilationName}.dll"), this.arguments.ManifestResources);
                return;
            }

            Console.WriteLine($"{this.arguments.CompilationName}: {errors.Count} errors in round {round} [{DateTime.UtcNow:T}]");
            var before = files.Values.Sum(one => one.Count(mutant => mutant.Fate == Fate.NotCompiled));
            foreach (var error in errors.Where(error => error.Location.SourceTree is not null && parts.ContainsKey(error.Location.SourceTree)))
            {
                foreach (var mutant in parts[error.Location.SourceTree!].At(error.Location.SourceSpan))
                {
                    (mutant.Fate, mutant.Note) = (Fate.NotCompiled, error.Id);
                }
            }

            if (files.Values.Sum(one => one.Count(mutant => mutant.Fate == Fate.NotCompiled)) == before || round == 20)
            {
                throw new InvalidOperationException($"The mutants do not compile:\n{string.Join('\n', errors.Take(10))}");
            }
        }
    }

    internal void EmitHost(string bin, string tests, string source)
    {
        var references = Directory.EnumerateFiles(bin, "nunit*.dll").Append(Path.Combine(bin, "MutationSwitch.dll")).Select(file => (MetadataReference)MetadataReference.CreateFromFile(file))
            .Concat(this.arguments.MetadataReferences.Where(one => one.Reference.Contains("Microsoft.NETCore.App.Ref", StringComparison.Ordinal)).Select(one => (MetadataReference)MetadataReference.CreateFromFile(one.Reference)));
        const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading;";
        var compilation = CSharpCompilation.Create("Host", [CSharpSyntaxTree.ParseText(File.ReadAllText(source)), CSharpSyntaxTree.ParseText(Usings)], references, new CSharpCompilationOptions(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        Emit(compilation, Path.Combine(bin, "Host.dll"));

        // Without a list of dependencies of its own, a program may load all that is in its folder.
        File.Copy(Path.Combine(bin, $"{tests}.runtimeconfig.json"), Path.Combine(bin, "Host.runtimeconfig.json"), overwrite: true);
        foreach (var native in Directory.Exists(Path.Combine(bin, "runtimes", "linux-x64", "native")) ? Directory.EnumerateFiles(Path.Combine(bin, "runtimes", "linux-x64", "native")) : [])
        {
            File.Copy(native, Path.Combine(bin, Path.GetFileName(native)), overwrite: true);
        }
    }

    private static void Emit(Compilation compilation, string file, IEnumerable<ResourceDescription>? resources = null)
    {
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream, manifestResources: resources);
        if (!result.Success)
        {
            throw new InvalidOperationException($"{file}:\n{string.Join('\n', result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).Take(10))}");
        }

        File.WriteAllBytes(file, stream.ToArray());
    }

    private SyntaxTree ParseFile(string file) => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file), Encoding.UTF8), this.arguments.ParseOptions.WithDocumentationMode(DocumentationMode.None), file);

    private Compilation Generate(CSharpCompilation compilation)
    {
        var configurations = AnalyzerConfigSet.Create(this.arguments.AnalyzerConfigPaths.Select(path => AnalyzerConfig.Parse(File.ReadAllText(path), path)).ToList());
        var driver = CSharpGeneratorDriver.Create(this.generators, Array.Empty<AdditionalText>(), (CSharpParseOptions)this.trees.Values.First().Options, new Configured(configurations));
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return generated;
    }

    private sealed class Configured(AnalyzerConfigSet set) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Values(set.GlobalConfigOptions.AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(set.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => this.GlobalOptions;

        private sealed class Values(IReadOnlyDictionary<string, string> all) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => all.TryGetValue(key, out value);
        }
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        internal static Loader Instance { get; } = new();

        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => AssemblyLoadContext.Default.LoadFromAssemblyPath(fullPath);
    }
}
