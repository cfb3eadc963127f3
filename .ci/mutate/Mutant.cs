using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

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
