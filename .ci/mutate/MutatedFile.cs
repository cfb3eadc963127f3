using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

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
