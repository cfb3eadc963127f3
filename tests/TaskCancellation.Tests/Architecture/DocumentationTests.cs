using System.Collections.Immutable;
using System.Reflection;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Architecture;

/// <summary>The examples in the XML documentation compile, no verb is without one, and the documentation is of what a user can reach.</summary>
public sealed class DocumentationTests
{
    private static readonly string[] Packages = ["TaskCancellation.Core", "TaskCancellation", "TaskCancellation.Journal.Sqlite", "TaskCancellation.Testing"];

    /// <summary>What examples take for granted: the namespaces, and values that a program has already.</summary>
    private const string Prelude = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using NUnit.Framework;
        using SixthService;
        using TaskCancellation;
        using TaskCancellation.CloudFoundry;
        using TaskCancellation.Elasticsearch;
        using TaskCancellation.Journal.Sqlite;
        using TaskCancellation.Meilisearch;
        using TaskCancellation.Providers;
        using TaskCancellation.Testing;
        using TaskCancellation.Testing.CloudFoundry;
        using TaskCancellation.Testing.Elasticsearch;
        using TaskCancellation.Testing.Meilisearch;
        using TaskCancellation.Testing.TopazImage;
        using TaskCancellation.Testing.VeevaVault;
        using TaskCancellation.TopazImage;
        using TaskCancellation.VeevaVault;

        """;

    private const string Values = """
        public static partial class Example
        {
            private static readonly TaskClient client = null!;
            private static readonly HttpClient httpClient = null!;
            private static readonly IServiceCollection services = null!;
            private static readonly IConfiguration configuration = null!;
            private static readonly CancellationToken cancellationToken;
            private static readonly string apiKey = "", password = "";
            private static readonly VirtualClock clock = new();

            public static async Task RunAsync()
            {
                await Task.Yield();

        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14);

    private static readonly CSharpCompilation References = CSharpCompilation.Create(
        "Examples",
        references: ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
        options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: [new(HttpDoor.DiagnosticId, ReportDiagnostic.Suppress)]));

    /// <summary>The documentation of all members, by their ids.</summary>
    private static readonly Dictionary<string, XElement> Members = Packages
        .SelectMany(package => XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{package}.xml")).Descendants("member"))
        .DistinctBy(member => member.Attribute("name")!.Value) // types that generators add to each package
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    private static IEnumerable<TestCaseData> Examples =>
        from member in Members
        from code in member.Value.Elements("example").Elements("code")
        select new TestCaseData(member.Key, code.Value).SetArgDisplayNames(member.Key.Split('(')[0][2..]);

    [TestCaseSource(nameof(Examples))]
    public void Every_example_compiles(string member, string code)
    {
        var declaresTypes = ((CompilationUnitSyntax)CSharpSyntaxTree.ParseText(code, Language).GetRoot()).Members.Any(part => part is BaseTypeDeclarationSyntax);
        var source = declaresTypes ? Prelude + code : $"{Prelude}{Values}{code}\n}}\n}}\n{EmulatorFor(member)}";
        ImmutableArray<Diagnostic> found = References.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, Language)).GetDiagnostics();
        Assert.That(found.Where(problem => problem.Severity == DiagnosticSeverity.Error), Is.Empty, code);
    }

    [Test]
    public void Every_verb_has_an_example()
    {
        string[] services = [.. Dialects.All];
        string[] types = ["TaskCancellation.TaskClient", "TaskCancellation.TaskClientExtensions", .. services.Append("TaskClient").Select(name => $"Microsoft.Extensions.DependencyInjection.{name}ServiceCollectionExtensions")];
        var methods = types.SelectMany(type => Methods(type, MethodKind.Ordinary).Where(method => method.Name != nameof(IDisposable.Dispose)));
        var constructors = services.SelectMany(name => Methods($"TaskCancellation.{name}.{name}TaskClient", MethodKind.Constructor));
        string[] ids = [.. methods.Concat(constructors).Select(method => method.GetDocumentationCommentId()!)];

        Assert.That(ids.Where(id => !HasExample(id)), Is.Empty);
        Assert.That(ids, Has.Length.GreaterThan(50));
    }

    [Test]
    public void What_a_user_can_reach_is_documented_and_nothing_else()
    {
        string[] types = [.. Packages.SelectMany(package => Assembly.Load(package).GetExportedTypes()).Select(type => $"T:{type.FullName!.Replace('+', '.')}")];

        using var all = Assert.EnterMultipleScope();
        Assert.That(types.Where(type => !Members.ContainsKey(type)), Is.Empty);
        Assert.That(Members.Keys.Where(id => !IsReachable(id)), Is.Empty);
        Assert.That(Members.SelectMany(member => member.Value.Descendants().Attributes("cref")).Select(cref => cref.Value).Distinct().Where(id => !IsReachable(id)), Is.Empty, "documentation links to it");
    }

    private static bool IsReachable(string id) => DocumentationCommentId.GetSymbolsForDeclarationId(id, References).Any(IsOpen);

    private static bool IsOpen(ISymbol symbol) => symbol is INamespaceSymbol
        || (symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal && IsOpen(symbol.ContainingSymbol));

    /// <summary>The emulator that an example may use, and the id of a task on it: those of its service, or any.</summary>
    private static string EmulatorFor(string member)
    {
        var service = Dialects.All.FirstOrDefault(name => member.Contains($".{name}.", StringComparison.Ordinal)) ?? "Meilisearch";
        var id = service is "Meilisearch" or "VeevaVault" ? "long" : "string";
        return $"public static partial class Example {{ private static readonly {service}Emulator emulator = null!; private static readonly {id} id = default!; }}";
    }

    private static IEnumerable<IMethodSymbol> Methods(string type, MethodKind kind) =>
        References.GetTypeByMetadataName(type)!.GetMembers().OfType<IMethodSymbol>().Where(method => method.DeclaredAccessibility == Accessibility.Public && method.MethodKind == kind);

    /// <summary>An overload may inherit its documentation.</summary>
    private static bool HasExample(string id) => Members.TryGetValue(id, out var member)
        && (member.Element("example")?.Element("code") is not null || (member.Element("inheritdoc")?.Attribute("cref")?.Value is { } source && HasExample(source)));
}
