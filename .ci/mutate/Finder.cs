using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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
