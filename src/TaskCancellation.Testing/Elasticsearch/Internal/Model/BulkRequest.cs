using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The operation of a task of the reindex family.</summary>
/// <param name="Action">The action of the task.</param>
/// <param name="Sources">The indices it reads.</param>
internal sealed record BulkRequest(string Action, IReadOnlyList<string> Sources)
{
    internal const string Reindex = "indices:data/write/reindex";
    internal const string Update = "indices:data/write/update/byquery";
    internal const string Delete = "indices:data/write/delete/byquery";

    private const int UsualSize = 1000;

    /// <summary>The index that it writes to; null for one that writes to what it reads.</summary>
    internal string? Destination { get; init; }

    /// <summary>How many documents it takes at a time.</summary>
    internal int Size { get; init; } = UsualSize;

    /// <summary>How many documents it takes in all; null for what there is.</summary>
    internal long? MaxDocs { get; init; }

    /// <summary>Whether a document that is there already is a conflict.</summary>
    internal bool CreatesOnly { get; init; }

    /// <summary>Whether conflicts are counted and passed over.</summary>
    internal bool Proceeds { get; init; }

    /// <summary>Documents in a second; infinite for no limit.</summary>
    internal float Rate { get; init; } = float.PositiveInfinity;

    /// <summary>How many slices; 0 to take one for each shard.</summary>
    internal int Slices { get; init; } = 1;

    /// <summary>Whether its query runs a script, which takes time.</summary>
    internal bool IsSlow { get; init; }

    /// <summary>Whether its query matches nothing.</summary>
    internal bool FindsNothing { get; init; }

    /// <summary>What the task of its search is about.</summary>
    internal string SearchSource { get; init; } = "";

    internal string Describe(bool namesType) => Action switch
    {
        Reindex => $"reindex from [{string.Join(", ", Sources)}] to [{Destination}]{(namesType ? "[_doc]" : "")}",
        Update => $"update-by-query [{string.Join(", ", Sources)}]",
        _ => $"delete-by-query [{string.Join(", ", Sources)}]",
    };

    /// <summary>Reads a request that has been found valid.</summary>
    /// <param name="action">What the route does.</param>
    /// <param name="index">The indices in the path; null for a reindex.</param>
    /// <param name="query">The parameters.</param>
    /// <param name="body">The body; null for none.</param>
    internal static BulkRequest Read(string action, string? index, ElasticsearchParameters query, JsonElement? body)
    {
        var source = Member(body, "source");
        var searched = action == Reindex ? Member(source, "query") : Member(body, "query");
        return new BulkRequest(action, index?.Split(',') ?? Names(Member(source, "index")))
        {
            Destination = Text(Member(body, "dest"), "index"),
            Size = Number(source, "size") ?? Number(query.Text("scroll_size")) ?? UsualSize,
            MaxDocs = Number(body, "max_docs") ?? Number(body, "size") ?? Number(query.Text("max_docs")),
            CreatesOnly = Text(Member(body, "dest"), "op_type") == "create",
            Proceeds = (Text(body, "conflicts") ?? query.Text("conflicts")) == "proceed",
            Rate = query.Text("requests_per_second") is { } rate ? BulkCheck.ReadRate(rate) : float.PositiveInfinity,
            Slices = query.Text("slices") is { } slices ? Number(slices) ?? 0 : 1,
            IsSlow = searched is { } script && script.GetRawText().Contains("\"script\"", StringComparison.Ordinal),
            SearchSource = "scroll[5m], " + Searches.Source(
                null,
                KeyValuePair.Create<string, JsonNode?>("size", Number(source, "size") ?? Number(query.Text("scroll_size")) ?? UsualSize),
                KeyValuePair.Create<string, JsonNode?>("query", searched is { ValueKind: JsonValueKind.Object } asked ? Searches.Spell(JsonObject.Create(asked)!) : Searches.Spell(new JsonObject { ["match_all"] = new JsonObject() })),
                KeyValuePair.Create<string, JsonNode?>("version", false),
                KeyValuePair.Create<string, JsonNode?>("seq_no_primary_term", false),
                KeyValuePair.Create<string, JsonNode?>("sort", new JsonArray(new JsonObject { ["_doc"] = new JsonObject { ["order"] = "asc" } }))),
            FindsNothing = Member(searched, "match_none") is not null,
        };
    }

    private static string[] Names(JsonElement? index) => index switch
    {
        { ValueKind: JsonValueKind.Array } several => [.. several.EnumerateArray().Select(one => one.ToString())],
        { ValueKind: JsonValueKind.String } one => one.GetString()!.Split(','),
        _ => [],
    };

    private static JsonElement? Member(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement? json, string name) => Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static int? Number(JsonElement? json, string name) => Member(json, name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;

    private static int? Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
