using System.Globalization;
using System.Text.RegularExpressions;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Parses the subset of VQL that job queries need.</summary>
internal sealed partial class VqlParser
{
    private static readonly string[] Operators = ["=", "!=", "<", "<=", ">", ">="];

    private readonly string text;
    private readonly List<string> tokens;
    private int position;

    private VqlParser(string text)
    {
        this.text = text;
        tokens = [.. Token().Matches(text).Select(match => match.Value)];
    }

    private string Current => position < tokens.Count ? tokens[position] : "";

    internal static VqlQuery Parse(string text) => new VqlParser(text).Query();

    private VqlQuery Query()
    {
        Expect("SELECT");
        var fields = List();
        Expect("FROM");
        var query = new VqlQuery(text, fields, Next(), Accept("WHERE") ? Conditions() : []);
        if (Accept("ORDER"))
        {
            Expect("BY");
            query = query with { OrderBy = Next(), IsDescending = Accept("DESC") };
            Accept("ASC");
        }

        while (position < tokens.Count)
        {
            query = Accept("PAGESIZE") ? query with { PageSize = Number() }
                : Accept("PAGEOFFSET") ? query with { PageOffset = Number() }
                : throw Bad();
        }

        return query.PageSize is > 0 and <= 1000 ? query : throw Bad();
    }

    private List<VqlCondition> Conditions()
    {
        var conditions = new List<VqlCondition>();
        do
        {
            var field = Next();
            if (Accept("CONTAINS"))
            {
                Expect("(");
                conditions.Add(new(field, "CONTAINS", [.. List().Select(Value)]));
                Expect(")");
            }
            else
            {
                var operation = Next();
                conditions.Add(Operators.Contains(operation) ? new(field, operation, [Value(Next())]) : throw Bad());
            }
        }
        while (Accept("AND"));
        return conditions;
    }

    private List<string> List()
    {
        var items = new List<string> { Next() };
        while (Accept(","))
        {
            items.Add(Next());
        }

        return items;
    }

    private int Number() => int.TryParse(Next(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Bad();

    private static string Value(string token) => token.StartsWith('\'') ? token[1..^1] : token;

    private string Next() => position < tokens.Count ? tokens[position++] : throw Bad();

    private bool Accept(string word)
    {
        var isThere = Current.Equals(word, StringComparison.OrdinalIgnoreCase);
        position += isThere ? 1 : 0;
        return isThere;
    }

    private void Expect(string word)
    {
        if (!Accept(word))
        {
            throw Bad();
        }
    }

    private VeevaVaultRefusal Bad() => VeevaVaultRefusal.Query($"The query is not understood at [{Current}].");

    [GeneratedRegex(@"'[^']*'|[A-Za-z0-9_.\-:]+|[<>!]?=|[<>(),]|\S")]
    private static partial Regex Token();
}

/// <summary>One comparison of a query; CONTAINS has several values.</summary>
internal sealed record VqlCondition(string Field, string Operator, IReadOnlyList<string> Values);

/// <summary>A query: SELECT, FROM, WHERE with AND, ORDER BY one field, PAGESIZE, PAGEOFFSET.</summary>
internal sealed record VqlQuery(string Text, IReadOnlyList<string> Fields, string Target, IReadOnlyList<VqlCondition> Conditions)
{
    internal string? OrderBy { get; init; }

    internal bool IsDescending { get; init; }

    internal int PageSize { get; init; } = 1000;

    internal int PageOffset { get; init; }
}
