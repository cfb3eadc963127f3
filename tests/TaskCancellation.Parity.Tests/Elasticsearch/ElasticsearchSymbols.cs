using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Parity.Tests.Comparing;

namespace TaskCancellation.Parity.Tests.Elasticsearch;

/// <summary>The symbols of the recordings: values that differ from run to run, the ids of nodes, and the ids of tasks.</summary>
internal static partial class ElasticsearchSymbols
{
    /// <summary>A symbol that stands for the number of a task ends so.</summary>
    internal const string NumberSuffix = ".number";

    private const string NodeSuffix = ".node";

    private static readonly Dictionary<string, SymbolMeaning> Values = new(StringComparer.Ordinal)
    {
        ["millis"] = SymbolMeaning.Any(JsonValueKind.Number, @"\d+"),
        ["nanos"] = SymbolMeaning.Any(JsonValueKind.Number, @"\d+"),
        ["int"] = SymbolMeaning.Any(JsonValueKind.Number, @"-?\d+"),
        ["number"] = SymbolMeaning.Any(JsonValueKind.Number, @"\d+"),
        ["duration"] = SymbolMeaning.Any(JsonValueKind.String, @"[\d.]+[a-z]+"),
        ["iso"] = SymbolMeaning.Any(JsonValueKind.String, @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z|\d{13}"),
        ["date"] = SymbolMeaning.Any(JsonValueKind.String, @".+"),
        ["hash"] = SymbolMeaning.Any(JsonValueKind.String, "[0-9a-f]+"),
        ["stack"] = SymbolMeaning.Any(JsonValueKind.String, ".+"),
        ["index_uuid"] = SymbolMeaning.Any(JsonValueKind.String, @"\S+"),
        ["cluster_uuid"] = SymbolMeaning.Any(JsonValueKind.String, @"\S+"),
        ["host"] = SymbolMeaning.Bound(JsonValueKind.String, @"\S+"),
    };

    private static readonly SymbolMeaning Address = SymbolMeaning.Any(JsonValueKind.String, @"\S+:\d+");
    private static readonly SymbolMeaning Node = SymbolMeaning.Bound(JsonValueKind.String, @"[\w-]+");
    private static readonly SymbolMeaning Number = SymbolMeaning.Bound(JsonValueKind.Number, @"\d+");
    private static readonly SymbolMeaning Task = SymbolMeaning.Bound(JsonValueKind.String, @"[\w-]+:\d+");

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}")]
    internal static partial Regex Syntax { get; }

    [GeneratedRegex(@"\Anode\d*\z")]
    private static partial Regex NodeName { get; }

    internal static SymbolTable CreateTable() => new(Syntax, Meaning);

    /// <summary>Gives a task's symbol its id, and the symbols of its parts theirs.</summary>
    internal static void BindTask(this SymbolTable symbols, string symbol, string id)
    {
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        symbols.Bind(symbol, id);
        symbols.Bind(symbol + NodeSuffix, id[..colon]);
        symbols.Bind(symbol + NumberSuffix, id[(colon + 1)..]);
    }

    /// <summary>The names of the tasks that a text names by symbols.</summary>
    internal static IEnumerable<string> TasksIn(string text) =>
        from match in Syntax.Matches(text)
        let name = match.Groups["name"].Value.Split('.')[0]
        where Meaning(name) == Task
        select name;

    internal static bool IsNode(string symbol) => NodeName.IsMatch(symbol);

    private static SymbolMeaning Meaning(string name) =>
        Values.GetValueOrDefault(name)
        ?? (name.StartsWith("address:", StringComparison.Ordinal) ? Address
            : NodeName.IsMatch(name) || name.EndsWith(NodeSuffix, StringComparison.Ordinal) ? Node
            : name.EndsWith(NumberSuffix, StringComparison.Ordinal) ? Number
            : Task);
}
