// dotnet run .ci/mutate.cs -- AREA... [--sample 1/N] [--at-most N] [--seed S] [--only REPORT] [--resume] [--no-build] [--tests PROJECT] [--workers N] [--clone FOLDER]: changes the source in one place after another, and tells which changes no test notices.
// It works in a clone, with what is changed here. The mutants of an area are compiled into one assembly, each behind a switch; a host runs, for each, the tests that reach it, in one process.
// Survivors that were looked at and change nothing that can be observed are in tests/mutants.md; they are marked, and count as survivors all the same.
#:package Microsoft.CodeAnalysis.CSharp@5.12.0
#:property PublishAot=false
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

Area[] all =
[
    new("core", "TaskCancellation.Core", "", "TaskCancellation.Core.Tests TaskCancellation.Tests", 90),
    new("journal", "TaskCancellation.Journal.Sqlite", "", "TaskCancellation.Journal.Sqlite.Tests", 80),
    new("http", "TaskCancellation", "Http/", "TaskCancellation.Tests", 80),
    new("meilisearch", "TaskCancellation", "Meilisearch/", "TaskCancellation.Tests", 80),
    new("elasticsearch", "TaskCancellation", "Elasticsearch/", "TaskCancellation.Tests", 80),
    new("cloudfoundry", "TaskCancellation", "CloudFoundry/", "TaskCancellation.Tests", 80),
    new("topaz", "TaskCancellation", "TopazImage/", "TaskCancellation.Tests", 80),
    new("vault", "TaskCancellation", "VeevaVault/", "TaskCancellation.Tests", 80),
];

// Other processes, real time, heavy loads and the emulators' own tests: what a mutant breaks is seen without them, and sooner.
const string Excluded = @"^TaskCancellation\.Tests\.(Architecture|Pages|Faults|Sockets|Crashes|Hostile|Control|Emulation|Batches|SixthService|\w+\.Emulator)\.|AnotherProcess|LoopbackTests|TlsTests|JournalKillTests|LockTests";

var options = new Options(args);
var areas = all.Where(area => args.Contains(area.Name) || args.Contains("all")).ToList();
if (areas.Count == 0)
{
    Console.Error.WriteLine($"Which area? {string.Join(", ", all.Select(area => area.Name))}, or all.");
    return 2;
}

var clone = new Clone(Environment.CurrentDirectory, options);
var reviewed = File.Exists("tests/mutants.md") ? File.ReadAllLines("tests/mutants.md") : [];
var mutants = new List<Mutant>();
foreach (var project in areas.GroupBy(area => area.Tests))
{
    var found = MutateProject(clone, [.. project], options, mutants.Count);
    mutants.AddRange(found);
}

var below = false;
foreach (var area in areas)
{
    var own = mutants.Where(one => one.Area == area).ToList();
    int Count(params Fate[] fates) => own.Count(one => fates.Contains(one.Fate));
    foreach (var mutant in own.Where(one => one.Fate is Fate.Survived or Fate.Uncovered).OrderBy(one => one.File, StringComparer.Ordinal).ThenBy(one => one.Line))
    {
        var known = reviewed.Any(line => line.Contains(mutant.Place, StringComparison.Ordinal) && line.Contains(mutant.Change, StringComparison.Ordinal));
        Console.WriteLine($"{(known ? "reviewed" : mutant.Fate == Fate.Survived ? "survived" : "uncovered")}  {mutant.File}:{mutant.Line}  {mutant.Change}  [{mutant.Kind}; {mutant.Note}]");
    }

    foreach (var mutant in own.Where(one => one.Fate is Fate.TimedOut or Fate.Crashed))
    {
        Console.WriteLine($"{mutant.Fate}  {mutant.File}:{mutant.Line}  {mutant.Change}  [{mutant.Note}]");
    }

    var tested = Count(Fate.Killed, Fate.TimedOut, Fate.Crashed, Fate.Survived, Fate.Uncovered);
    var killed = Count(Fate.Killed, Fate.TimedOut, Fate.Crashed);
    var score = tested == 0 ? 0 : 100.0 * killed / tested;
    below |= score < area.AtLeast;
    Console.WriteLine($"{area.Name}: {area.Created} created, {own.Count} chosen, {Count(Fate.NotCompiled)} do not compile, {Count(Fate.Uncovered)} uncovered, {Count(Fate.Killed)} killed, {Count(Fate.TimedOut)} timed out twice, {Count(Fate.Crashed)} ended the process, {Count(Fate.Survived)} survived, {Count(Fate.Unclear)} unclear: {score:F1} % of {tested}, at least {area.AtLeast} %");
}

var counted = mutants.Where(one => one.Fate is not (Fate.NotCompiled or Fate.Unclear)).ToList();
Console.WriteLine($"mutants {counted.Count}, killed {counted.Count(one => one.Fate is Fate.Killed or Fate.TimedOut or Fate.Crashed)}");
clone.Dispose();
return below ? 1 : 0;

static List<Mutant> MutateProject(Clone clone, List<Area> areas, Options options, int firstId)
{
    var project = areas[0].Project;
    foreach (var tests in options.TestsOf(areas[0]))
    {
        clone.Build($"tests/{tests}");
    }

    var compiler = new Compiler(Path.Combine(clone.Folder, "src", project));
    var mutants = new List<Mutant>();
    foreach (var area in areas)
    {
        var found = new List<Mutant>();
        foreach (var file in compiler.Sources.Where(file => file.StartsWith(Path.Combine(clone.Folder, "src", project, area.Folder), StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            found.AddRange(new Finder(area, file, Path.GetRelativePath(clone.Folder, file)).Find(compiler.Parse(file)));
        }

        area.Created = found.Count;
        mutants.AddRange(options.Choose(found));
    }

    for (var at = 0; at < mutants.Count; at++)
    {
        mutants[at].Id = firstId + at;
    }

    // What the first tests do not notice is for the next.
    foreach (var tests in options.TestsOf(areas[0]))
    {
        var bin = Path.Combine(clone.Folder, "tests", tests, "bin", "Debug", "net10.0");
        compiler.EmitSwitch(bin, firstId + mutants.Count);
        compiler.EmitMutants(bin, mutants.GroupBy(one => one.Path).ToDictionary(group => group.Key, group => group.ToList()));
        compiler.EmitHost(bin, tests, Path.Combine(clone.Folder, ".ci", "mutate", "Host.cs"));
        Console.WriteLine($"{tests}: {mutants.Count(one => one.Fate != Fate.NotCompiled)} mutants compiled, {mutants.Count(one => one.Fate == Fate.NotCompiled)} do not compile [{DateTime.UtcNow:T}]");
        new Runs(bin, tests, Excluded, options).Test([.. mutants.Where(one => one.Fate is Fate.Waiting or Fate.Survived or Fate.Uncovered)]);
    }

    return mutants;
}

internal enum Fate
{
    Waiting,
    NotCompiled,
    Uncovered,
    Survived,
    Killed,
    TimedOut,
    Crashed,
    Unclear,
}

internal sealed record Area(string Name, string Project, string Folder, string Tests, int AtLeast)
{
    internal int Created { get; set; }
}

internal sealed class Options(string[] args)
{
    internal int Sample { get; } = int.Parse(After(args, "--sample")?.Split('/')[^1] ?? "1");

    internal int AtMost { get; } = int.Parse(After(args, "--at-most") ?? $"{int.MaxValue}");

    internal int Seed { get; } = int.Parse(After(args, "--seed") ?? "1");

    internal int Workers { get; } = int.Parse(After(args, "--workers") ?? "2");

    /// <summary>The survivors of an earlier report.</summary>
    internal string[]? Only { get; } = After(args, "--only") is { } report ? [.. File.ReadLines(report).Where(line => line.TrimStart().Split(' ')[0] is "survived" or "uncovered" or "reviewed")] : null;

    /// <summary>Whether to go on where a run with the same arguments, in the same clone, was stopped.</summary>
    internal bool Resume { get; } = args.Contains("--resume");

    /// <summary>Whether the clone is built already, as it is now.</summary>
    internal bool NoBuild { get; } = args.Contains("--no-build");

    /// <summary>The test projects of an area, or, if asked, only one of them.</summary>
    internal IEnumerable<string> TestsOf(Area area) => area.Tests.Split(' ').Where(tests => After(args, "--tests") is not { } only || tests == only);

    internal string? Keep { get; } = After(args, "--clone");

    /// <summary>By what is changed and into what, not by where, so that a change elsewhere in the file chooses no others.</summary>
    internal IEnumerable<Mutant> Choose(IReadOnlyList<Mutant> found) =>
        Only is not null ? found.Where(one => Only.Any(line => line.Contains($"{one.File}:", StringComparison.Ordinal) && line.Contains($"  {one.Change}", StringComparison.Ordinal)))
        : found.OrderBy(one => Hash($"{Seed} {one.Key}")).Take(Math.Min(AtMost, found.Count / Sample)).OrderBy(found.ToList().IndexOf);

    internal static uint Hash(string text) => text.Aggregate(2166136261, (hash, letter) => (hash ^ letter) * 16777619) * 2654435761 >> 4;

    private static string? After(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}

/// <summary>A change of one place in one member.</summary>
internal sealed class Mutant
{
    internal required Area Area { get; init; }
    internal required string Path { get; init; }
    internal required string File { get; init; }
    internal required int Line { get; init; }
    internal required string Kind { get; init; }
    internal required TextSpan Span { get; init; }
    internal required string Original { get; init; }
    internal required string Replacement { get; init; }
    internal required SyntaxNode Member { get; init; }
    internal required SyntaxNode Node { get; init; }
    internal int Occurrence { get; set; }
    internal int Id { get; set; }
    internal Fate Fate { get; set; }
    internal string Note { get; set; } = "";

    /// <summary>Whether it is evaluated once for the whole process.</summary>
    internal bool IsStatic => Member is EqualsValueClauseSyntax { Parent: var parent } && Modifiers(parent).Any(SyntaxKind.StaticKeyword)
        || Member is ConstructorDeclarationSyntax constructor && constructor.Modifiers.Any(SyntaxKind.StaticKeyword);

    internal string Place => System.IO.Path.GetFileName(File);

    internal string Key => $"{File} {Change} {Occurrence}";

    internal string Change => $"`{Short(Original)}` → `{Short(Replacement)}`";

    private static SyntaxTokenList Modifiers(SyntaxNode? node) => node switch
    {
        MemberDeclarationSyntax member => member.Modifiers,
        VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field } => field.Modifiers,
        _ => default,
    };

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
        return line.Length <= 120 ? line : $"{line[..117]}…";
    }
}

/// <summary>Finds what can be changed in a file.</summary>
internal sealed class Finder(Area area, string path, string file)
{
    private static readonly Dictionary<SyntaxKind, string[]> Operators = new()
    {
        [SyntaxKind.EqualsExpression] = ["!="], [SyntaxKind.NotEqualsExpression] = ["=="],
        [SyntaxKind.LessThanExpression] = ["<=", ">="], [SyntaxKind.LessThanOrEqualExpression] = ["<", ">"],
        [SyntaxKind.GreaterThanExpression] = [">=", "<="], [SyntaxKind.GreaterThanOrEqualExpression] = [">", "<"],
        [SyntaxKind.LogicalAndExpression] = ["||"], [SyntaxKind.LogicalOrExpression] = ["&&"],
        [SyntaxKind.AddExpression] = ["-"], [SyntaxKind.SubtractExpression] = ["+"], [SyntaxKind.MultiplyExpression] = ["/"], [SyntaxKind.DivideExpression] = ["*"], [SyntaxKind.ModuloExpression] = ["*"],
        [SyntaxKind.BitwiseAndExpression] = ["|"], [SyntaxKind.BitwiseOrExpression] = ["&"], [SyntaxKind.ExclusiveOrExpression] = ["&"], [SyntaxKind.LeftShiftExpression] = [">>"], [SyntaxKind.RightShiftExpression] = ["<<"],
        [SyntaxKind.AddAssignmentExpression] = ["-="], [SyntaxKind.SubtractAssignmentExpression] = ["+="], [SyntaxKind.OrAssignmentExpression] = ["&="], [SyntaxKind.AndAssignmentExpression] = ["|="], [SyntaxKind.CoalesceAssignmentExpression] = ["="],
        [SyntaxKind.PreIncrementExpression] = ["--"], [SyntaxKind.PostIncrementExpression] = ["--"], [SyntaxKind.PreDecrementExpression] = ["++"], [SyntaxKind.PostDecrementExpression] = ["++"],
        [SyntaxKind.AndPattern] = ["or"], [SyntaxKind.OrPattern] = ["and"],
    };

    private static readonly Dictionary<string, string> Methods = new(StringComparer.Ordinal)
    {
        ["Any"] = "All", ["All"] = "Any", ["First"] = "Last", ["Last"] = "First", ["FirstOrDefault"] = "LastOrDefault", ["LastOrDefault"] = "FirstOrDefault", ["Min"] = "Max", ["Max"] = "Min", ["MinBy"] = "MaxBy", ["MaxBy"] = "MinBy",
        ["OrderBy"] = "OrderByDescending", ["OrderByDescending"] = "OrderBy", ["ThenBy"] = "ThenByDescending", ["Skip"] = "Take", ["Take"] = "Skip", ["SkipWhile"] = "TakeWhile", ["TakeWhile"] = "SkipWhile", ["Union"] = "Intersect", ["Intersect"] = "Union",
        ["Concat"] = "Except", ["Except"] = "Concat", ["Append"] = "Prepend", ["Prepend"] = "Append", ["StartsWith"] = "EndsWith", ["EndsWith"] = "StartsWith", ["IndexOf"] = "LastIndexOf", ["LastIndexOf"] = "IndexOf",
        ["TrimStart"] = "TrimEnd", ["TrimEnd"] = "TrimStart", ["ToUpperInvariant"] = "ToLowerInvariant", ["ToLowerInvariant"] = "ToUpperInvariant", ["Floor"] = "Ceiling", ["Ceiling"] = "Floor", ["TryAdd"] = "ContainsKey",
    };

    /// <summary>What may be left out of a chain of calls.</summary>
    private static readonly HashSet<string> Removable = new(StringComparer.Ordinal) { "Where", "Distinct", "Reverse", "Trim", "TrimStart", "TrimEnd", "ToUpperInvariant", "ToLowerInvariant", "Take", "Skip", "OrderBy", "Order", "DefaultIfEmpty", "OfType" };

    private readonly List<Mutant> found = [];
    private readonly Dictionary<string, int> seen = [];

    internal List<Mutant> Find(SyntaxTree tree)
    {
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (MemberOf(node) is { } member && !IsIgnored(node))
            {
                this.Mutate(node, member);
            }
        }

        return this.found;
    }

    /// <summary>The body or initializer that a node is in; nothing for signatures, attributes and constants.</summary>
    private static SyntaxNode? MemberOf(SyntaxNode node)
    {
        SyntaxNode? member = null;
        for (var one = node; one is not null; one = one.Parent)
        {
            switch (one)
            {
                case AttributeListSyntax or ParameterSyntax { Default: not null } or EnumMemberDeclarationSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax:
                    return null;
                case FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.ConstKeyword):
                case LocalDeclarationStatementSyntax local when local.Modifiers.Any(SyntaxKind.ConstKeyword):
                    return null;
                case BaseMethodDeclarationSyntax method when Holds(method.Body, node) || Holds(method.ExpressionBody, node):
                case AccessorDeclarationSyntax accessor when Holds(accessor.Body, node) || Holds(accessor.ExpressionBody, node):
                case PropertyDeclarationSyntax property when Holds(property.ExpressionBody, node):
                case IndexerDeclarationSyntax indexer when Holds(indexer.ExpressionBody, node):
                case EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } }:
                    member = one;
                    break;
            }
        }

        return member;
    }

    private static bool Holds(SyntaxNode? body, SyntaxNode node) => body is not null && body.Span.Contains(node.Span);

    /// <summary>Texts of errors and logs, contexts that no one waits in, and what only a debugger reads.</summary>
    private static bool IsIgnored(SyntaxNode node) => node.AncestorsAndSelf().Any(one =>
        one is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" or "ThrowIfNull" or "SuppressFinalize" or "ThrowIf" or "ThrowIfNegative" } } call && (node == call || call.ArgumentList.Span.Contains(node.Span))
        || (one is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ThrowIfNull" or "SuppressFinalize" or "ThrowIfNegative" } } })
        || (node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax && one is BaseObjectCreationExpressionSyntax creation && creation.ToString().StartsWith("new ", StringComparison.Ordinal) && creation is ObjectCreationExpressionSyntax { Type: var type } && type.ToString().EndsWith("Exception", StringComparison.Ordinal)));

    private void Mutate(SyntaxNode node, SyntaxNode member)
    {
        switch (node)
        {
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                this.Add("coalesce", node, member, coalesce.Left.ToString(), coalesce.Right is ThrowExpressionSyntax ? null : $"({coalesce.Right})");
                break;
            case BinaryExpressionSyntax binary when Operators.TryGetValue(binary.Kind(), out var signs):
                this.Add("operator", node, member, [.. signs.Select(sign => $"({Around(binary, binary.OperatorToken, sign)})")]);
                break;
            case BinaryPatternSyntax pattern when Operators.TryGetValue(pattern.Kind(), out var signs):
                this.Add("pattern", node, member, [.. signs.Select(sign => $"({Around(pattern, pattern.OperatorToken, sign)})")]);
                break;
            case AssignmentExpressionSyntax assignment when Operators.TryGetValue(assignment.Kind(), out var signs):
                this.Add("assignment", node, member, [.. signs.Select(sign => Around(assignment, assignment.OperatorToken, sign))]);
                break;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression or (int)SyntaxKind.UnaryMinusExpression } unary:
                this.Add("negation", node, member, $"({unary.Operand})");
                break;
            case PrefixUnaryExpressionSyntax prefix when Operators.TryGetValue(prefix.Kind(), out var signs):
                this.Add("count", node, member, Around(prefix, prefix.OperatorToken, signs[0]));
                break;
            case PostfixUnaryExpressionSyntax postfix when Operators.TryGetValue(postfix.Kind(), out var signs):
                this.Add("count", node, member, Around(postfix, postfix.OperatorToken, signs[0]));
                break;
            case IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax not } pattern:
                this.Add("pattern", node, member, $"({pattern.Expression} is {not.Pattern})");
                break;
            case IsPatternExpressionSyntax pattern:
                this.Add("pattern", node, member, $"({pattern.Expression} is not ({pattern.Pattern}))");
                break;
            case RelationalPatternSyntax relation:
                this.Add("pattern", node, member, Around(relation, relation.OperatorToken, relation.OperatorToken.Text switch { "<" => "<=", "<=" => "<", ">" => ">=", _ => ">" }));
                break;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression }:
                this.Add("literal", node, member, "false");
                break;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression }:
                this.Add("literal", node, member, "true");
                break;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } text:
                this.Add("text", node, member, text.Token.ValueText.Length == 0 ? "\"other\"" : "\"\"");
                break;
            case InterpolatedStringExpressionSyntax:
                this.Add("text", node, member, "$\"\"");
                break;
            case CollectionExpressionSyntax { Elements.Count: > 0 }:
                this.Add("collection", node, member, "[]");
                break;
            case IfStatementSyntax one when !HasOwn(one.Condition):
                this.Replace("condition", one.Condition, member, $"!({one.Condition})");
                break;
            case WhileStatementSyntax one when !HasOwn(one.Condition):
                this.Replace("condition", one.Condition, member, $"!({one.Condition})");
                break;
            case ConditionalExpressionSyntax one:
                this.Add("condition", node, member, $"({one.WhenTrue})", $"({one.WhenFalse})");
                break;
            case SwitchExpressionArmSyntax { WhenClause: { } when } when !HasOwn(when.Condition):
                this.Replace("condition", when.Condition, member, $"!({when.Condition})");
                break;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: SimpleNameSyntax name } access } call:
                if (Methods.TryGetValue(name.Identifier.Text, out var other))
                {
                    this.Add("call", node, member, Around(call, name.Identifier, other));
                }

                if (Removable.Contains(name.Identifier.Text))
                {
                    this.Add("call", node, member, access.Expression.ToString());
                }

                break;
            case ExpressionStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or YieldStatementSyntax or ReturnStatementSyntax { Expression: null } or BreakStatementSyntax { Parent: BlockSyntax }:
                this.Add("statement", node, member, ";");
                break;
            case InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ObjectInitializerExpression or (int)SyntaxKind.WithInitializerExpression } initializer:
                foreach (var part in initializer.Expressions.Where(_ => initializer.Expressions.Count > 0))
                {
                    var at = initializer.Expressions.IndexOf(part);
                    var rest = initializer.Expressions.Where((_, index) => index != at);
                    this.Add("initializer", node, member, $"{{ {string.Join(", ", rest)} }}");
                }

                break;
        }
    }

    /// <summary>Whether a condition is negated already by what is done to its operator.</summary>
    private static bool HasOwn(ExpressionSyntax condition) => condition is IsPatternExpressionSyntax or PrefixUnaryExpressionSyntax || condition.IsKind(SyntaxKind.EqualsExpression) || condition.IsKind(SyntaxKind.NotEqualsExpression);

    private static string Around(SyntaxNode node, SyntaxToken token, string instead)
    {
        var text = node.ToString();
        var at = token.SpanStart - node.SpanStart;
        return $"{text[..at]}{instead}{text[(at + token.Span.Length)..]}";
    }

    private void Replace(string kind, SyntaxNode node, SyntaxNode member, string replacement) => this.Add(kind, node, member, replacement);

    private void Add(string kind, SyntaxNode node, SyntaxNode member, params string?[] replacements)
    {
        foreach (var replacement in replacements.OfType<string>())
        {
            var mutant = new Mutant
            {
                Area = area, Path = path, File = file, Line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, Kind = kind, Span = node.Span, Original = node.ToString(), Replacement = replacement, Member = member, Node = node,
            };
            mutant.Occurrence = this.seen[mutant.Change] = this.seen.GetValueOrDefault(mutant.Change) + 1;
            this.found.Add(mutant);
        }
    }
}

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

/// <summary>A file with its mutants: each changed member has its body once for each of them, and once as it is.</summary>
internal sealed class MutatedFile
{
    private readonly List<(int Start, int End, Mutant[] Mutants)> places = [];
    private readonly List<(int Start, int End, Mutant[] Mutants)> members = [];
    private readonly StringBuilder output = new();

    internal MutatedFile(SourceText source, IReadOnlyList<Mutant> mutants)
    {
        var text = source.ToString();
        var at = 0;
        foreach (var member in mutants.GroupBy(one => one.Member).OrderBy(group => group.Key.SpanStart))
        {
            var (body, isArrow) = BodyOf(member.Key);
            this.output.Append(text, at, body.Start - at);
            var start = this.output.Length;
            Mutant[] own = [.. member];
            if (member.Key is EqualsValueClauseSyntax)
            {
                foreach (var mutant in own)
                {
                    this.output.Append($"global::MutationSwitch.On({mutant.Id}) ? ");
                    this.Write(mutant, $"({Changed(text, body, mutant)})");
                    this.output.Append(" : ");
                }

                this.output.Append('(').Append(text, body.Start, body.Length).Append(')');
            }
            else
            {
                var isProperty = member.Key is PropertyDeclarationSyntax or IndexerDeclarationSyntax;
                this.output.Append(isProperty ? "{ get { " : "{ ").Append("switch (global::MutationSwitch.Active) { ");
                foreach (var mutant in own)
                {
                    this.output.Append($"case {mutant.Id}: ");
                    this.Write(mutant, Statement(Changed(text, body, mutant), member.Key, isArrow));
                    this.output.Append(" break; ");
                }

                this.output.Append("default: ").Append(Statement(WithMarks(text, body, own, isArrow), member.Key, isArrow, isArrow ? own : [])).Append(" break; } }").Append(isProperty ? " }" : "");
            }

            this.members.Add((start, this.output.Length, own));
            at = body.End + (isArrow ? SemicolonAfter(text, body.End) : 0);
        }

        this.output.Append(text, at, text.Length - at);
        this.Text = this.output.ToString();
    }

    internal string Text { get; }

    /// <summary>The mutants that an error is about: the one it is in, or, where a member as a whole is wrong, those that can change how it ends.</summary>
    internal IEnumerable<Mutant> At(TextSpan span)
    {
        var own = this.places.Where(place => place.Start <= span.Start && span.Start <= place.End).OrderBy(place => place.End - place.Start).Select(place => place.Mutants).FirstOrDefault();
        if (own is not null)
        {
            return own;
        }

        var member = this.members.Where(place => place.End >= span.Start).OrderBy(place => place.End).Select(place => place.Mutants).FirstOrDefault() ?? [];
        var ending = member.Where(one => one.Fate != Fate.NotCompiled && one.Kind is "statement" or "literal").ToArray();
        return ending.Length > 0 ? ending : member;
    }

    private static (TextSpan Body, bool IsArrow) BodyOf(SyntaxNode member) => member switch
    {
        BaseMethodDeclarationSyntax { Body: { } body } => (body.Span, false),
        BaseMethodDeclarationSyntax { ExpressionBody: { } arrow } => (arrow.Span, true),
        AccessorDeclarationSyntax { Body: { } body } => (body.Span, false),
        AccessorDeclarationSyntax { ExpressionBody: { } arrow } => (arrow.Span, true),
        PropertyDeclarationSyntax { ExpressionBody: { } arrow } => (arrow.Span, true),
        IndexerDeclarationSyntax { ExpressionBody: { } arrow } => (arrow.Span, true),
        EqualsValueClauseSyntax value => (value.Value.Span, false),
        _ => throw new InvalidOperationException($"{member.Kind()}"),
    };

    private static int SemicolonAfter(string text, int at) => text.IndexOf(';', at) + 1 - at;

    private static string Changed(string text, TextSpan body, Mutant mutant) => text[body.Start..mutant.Span.Start] + mutant.Replacement + text[mutant.Span.End..body.End];

    /// <summary>What stands after an arrow, as a statement.</summary>
    private static string Statement(string body, SyntaxNode member, bool isArrow, IEnumerable<Mutant>? marks = null)
    {
        if (!isArrow)
        {
            return body;
        }

        var expression = body[(body.IndexOf("=>", StringComparison.Ordinal) + 2)..].Trim();
        var returns = member switch
        {
            ConstructorDeclarationSyntax or DestructorDeclarationSyntax => false,
            AccessorDeclarationSyntax accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
            MethodDeclarationSyntax method => !(method.ReturnType.ToString() == "void" || (method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType.ToString() is "Task" or "ValueTask")),
            _ => true,
        };
        return $"{{ {Reach(marks ?? [])}{(returns && !expression.StartsWith("throw ", StringComparison.Ordinal) ? "return " : "")}{expression}; }}";
    }

    /// <summary>The body as it is, with a mark before each statement in which a mutant would be.</summary>
    private static string WithMarks(string text, TextSpan body, Mutant[] mutants, bool isArrow)
    {
        var result = text[body.Start..body.End];
        if (isArrow)
        {
            return result;
        }

        foreach (var group in mutants.GroupBy(one => one.Node.AncestorsAndSelf().OfType<StatementSyntax>().First(statement => (statement is not LocalFunctionStatementSyntax && statement.Parent is BlockSyntax or SwitchSectionSyntax) || statement.Parent == one.Member).SpanStart).OrderByDescending(group => group.Key))
        {
            // Before the body itself there is nothing: the mark goes behind its brace.
            var at = group.Key - body.Start + (group.Key == body.Start ? 1 : 0);
            result = result.Insert(at, $" {Reach(group)}");
        }

        return result;
    }

    private static string Reach(IEnumerable<Mutant> mutants) => string.Concat(mutants.Select(one => $"global::MutationSwitch.Reach({one.Id}); "));

    private void Write(Mutant mutant, string text)
    {
        var start = this.output.Length;
        this.output.Append(text);
        this.places.Add((start, this.output.Length, [mutant]));
    }
}

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

/// <summary>Runs the tests of a project against mutants, in processes of their own.</summary>
internal sealed class Runs(string bin, string tests, string excluded, Options options)
{
    private readonly string coverage = Path.Combine(bin, "coverage.txt");
    private readonly string results = Path.Combine(bin, "results.txt");
    private readonly Lock gate = new();
    private int done;

    internal void Test(IReadOnlyList<Mutant> mutants)
    {
        if (!options.Resume)
        {
            File.Delete(this.results);
            File.Delete(this.coverage);
        }

        if (!File.Exists(this.coverage))
        {
            this.Cover();
        }

        foreach (var line in File.ReadLines(this.coverage).Select(line => line.Split('\t')).Where(parts => parts[1] == "Failed"))
        {
            Console.WriteLine($"{tests}: {line[0]} fails without a mutant, and is left out");
        }

        var known = File.Exists(this.results) ? File.ReadLines(this.results).Select(line => line.Split('\t')).GroupBy(parts => parts[0]).ToDictionary(group => group.Key, group => group.Last()) : [];
        foreach (var mutant in mutants.Where(one => known.ContainsKey(one.Key)))
        {
            (mutant.Fate, mutant.Note) = (Enum.Parse<Fate>(known[mutant.Key][1]), known[mutant.Key][2]);
        }

        // In an order that has nothing to do with where they are, so that what is known when a run is stopped is a sample too.
        var open = mutants.Where(one => !known.ContainsKey(one.Key)).OrderBy(one => Options.Hash(one.Key)).ToList();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = options.Workers };
        Parallel.ForEach(Partitioner.Create(open.Where(one => !one.IsStatic).Chunk(40), EnumerablePartitionerOptions.NoBuffering), limit, part => this.Test(part, "late", mutants));
        Parallel.ForEach(Partitioner.Create(open.Where(one => one.IsStatic), EnumerablePartitionerOptions.NoBuffering), limit, one => this.Test([one], "early", mutants));

        // What ended a process, took too long, or failed without the mutant too, counts only if it does so again, alone.
        var doubtful = open.Where(one => one.Fate is Fate.TimedOut or Fate.Crashed or Fate.Unclear);
        Parallel.ForEach(Partitioner.Create(doubtful.ToList().AsEnumerable(), EnumerablePartitionerOptions.NoBuffering), limit, one => this.Test([one], one.IsStatic ? "early" : "late", mutants));
        Console.WriteLine($"{tests}: all tested [{DateTime.UtcNow:T}]");
    }

    private void Cover()
    {
        string Part(int part) => $"{this.coverage}.{part}";
        Parallel.For(0, options.Workers, new ParallelOptions { MaxDegreeOfParallelism = options.Workers }, part =>
            this.Host(["cover", $"{tests}.dll", Part(part), excluded, $"{part}", $"{options.Workers}"], line => Console.WriteLine($"{tests}: {line} without a mutant [{DateTime.UtcNow:T}]")));
        List<string> lines = [.. Enumerable.Range(0, options.Workers).SelectMany(part => File.ReadLines(Part(part)))];
        File.WriteAllLines(this.coverage, lines);
    }

    private void Keep(Mutant mutant)
    {
        lock (this.gate)
        {
            File.AppendAllText(this.results, $"{mutant.Key}\t{mutant.Fate}\t{mutant.Note}\n");
        }
    }

    private void Test(IReadOnlyList<Mutant> mutants, string when, IReadOnlyList<Mutant> all)
    {
        for (var at = 0; at < mutants.Count;)
        {
            var work = Path.Combine(bin, $"work-{Guid.NewGuid():N}.txt");
            File.WriteAllLines(work, mutants.Skip(at).Select(one => when == "late" ? $"{one.Id}\tlate" : $"{one.Id}\tearly\t{string.Join(' ', all.Where(other => other.Area == one.Area).Select(other => other.Id))}"));
            var (started, begun) = (at, false);
            this.Host(["test", $"{tests}.dll", this.coverage, work], line =>
            {
                var parts = line[2..].Split('\t');
                if (line[0] == '=' && parts[1] is "survived" or "uncovered")
                {
                    Console.WriteLine($"  {parts[1]}  {mutants[at].File}:{mutants[at].Line}  {mutants[at].Change}");
                }

                if (line[0] != '>' && Interlocked.Increment(ref this.done) % 50 == 0)
                {
                    Console.WriteLine($"{tests}: {this.done} of {all.Count} [{DateTime.UtcNow:T}]");
                }

                switch (line[0])
                {
                    case '>':
                        begun = true;
                        break;
                    case '=':
                        var fate = parts[1] switch { "killed" => Fate.Killed, "survived" => Fate.Survived, "uncovered" => Fate.Uncovered, _ => Fate.Unclear };
                        if (fate != Fate.Uncovered || mutants[at].Fate != Fate.Survived)
                        {
                            (mutants[at].Fate, mutants[at].Note) = (fate, parts[2]);
                        }

                        this.Keep(mutants[at]);
                        (at, begun) = (at + 1, false);
                        break;
                    case '!':
                        (mutants[at].Fate, mutants[at].Note) = (Fate.TimedOut, parts[2]);
                        this.Keep(mutants[at]);
                        (at, begun) = (at + 1, false);
                        break;
                }
            });
            File.Delete(work);
            if (begun)
            {
                (mutants[at].Fate, mutants[at].Note) = (Fate.Crashed, "the process");
                this.Keep(mutants[at]);
                at++;
            }
            else if (at == started)
            {
                throw new InvalidOperationException("The host does not run.");
            }
        }
    }

    private void Host(string[] arguments, Action<string> read)
    {
        var start = new ProcessStartInfo("dotnet", ["Host.dll", .. arguments]) { WorkingDirectory = bin, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = "C0000000"; // a mutant may never stop to add
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        var errors = new ConcurrentQueue<string>();
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        var any = false;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            any = true;
            if (line.Length > 1 && (line[0] is '>' or '=' or '!' || arguments[0] == "cover"))
            {
                read(line);
            }
        }

        process.WaitForExit();
        if (!any)
        {
            throw new InvalidOperationException(string.Join('\n', errors.Take(30)));
        }
    }
}
