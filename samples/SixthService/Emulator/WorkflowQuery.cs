using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SixthService.Emulator;

/// <summary>The service's query language: <c>field IN ("value", …)</c>, joined by <c>AND</c>. Values are JSON strings.</summary>
internal sealed partial class WorkflowQuery
{
    private readonly List<(string Field, HashSet<string> Values)> terms = [];

    /// <summary>Parses a query; null for one that is not of the language.</summary>
    internal static WorkflowQuery? Parse(string text)
    {
        var query = new WorkflowQuery();
        var at = 0;
        while (at < text.Length)
        {
            var term = Term().Match(text, at);
            if (!term.Success)
            {
                return null;
            }

            query.terms.Add((term.Groups["field"].Value, [.. term.Groups["value"].Captures.Select(value => JsonNode.Parse(value.Value)!.GetValue<string>())]));
            at += term.Length;
        }

        return query;
    }

    /// <summary>Whether the execution meets every term.</summary>
    internal bool Matches(WorkflowRow row) => terms.TrueForAll(term => term.Values.Contains(term.Field switch
    {
        "runId" => row.RunId,
        "status" => row.Status,
        "type" => row.Type,
        "namespace" => row.Namespace,
        _ => row.WorkflowId,
    }));

    [GeneratedRegex("""\G(?<field>runId|status|type|namespace|workflowId) IN \((?:(?<value>"(?:[^"\\]|\\.)*")(?:, )?)+\)(?: AND (?=.)|\z)""")]
    private static partial Regex Term();
}
