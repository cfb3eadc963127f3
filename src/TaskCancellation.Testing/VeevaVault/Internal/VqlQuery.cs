namespace TaskCancellation.Testing.VeevaVault;

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
