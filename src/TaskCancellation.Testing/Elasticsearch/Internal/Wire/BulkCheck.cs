using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The checks of a request of the reindex family before a task starts.</summary>
internal static class BulkCheck
{
    private static readonly string[] ReindexFields = ["source", "dest", "script", "size", "max_docs", "conflicts"];

    /// <summary>The parameters of a search. A by-query request is one as well, and takes them.</summary>
    internal static readonly string[] SearchParameters =
    [
        "index", "from", "request_cache", "allow_no_indices", "expand_wildcards", "ignore_unavailable", "ignore_throttled", "allow_partial_search_results", "batched_reduce_size",
        "ccs_minimize_roundtrips", "docvalue_fields", "explain", "max_concurrent_shard_requests", "pre_filter_shard_size", "preference", "q", "rest_total_hits_as_int",
        "routing", "scroll", "search_type", "seq_no_primary_term", "size", "sort", "stats", "stored_fields", "terminate_after", "track_scores", "track_total_hits",
        "typed_keys", "version", "_source", "_source_excludes", "_source_includes",
    ];

    private const string NoSize = "[size] cannot be [0] in a scroll context";

    private static readonly string[] QueryStringParameters = ["df", "analyzer", "analyze_wildcard", "default_operator", "lenient"];

    /// <summary>Reads all parameters and the body, and refuses what the server refuses, in its order.</summary>
    /// <exception cref="ElasticsearchRefusal">The request is refused.</exception>
    internal static void Check(ElasticsearchCall call, string action, ElasticsearchVersion version)
    {
        var query = call.Query;
        var body = action == BulkRequest.Reindex ? ReindexBody(call, version) : RequestBody.Read(call.Request, version);
        if (action != BulkRequest.Reindex)
        {
            ReadSearch(query, action);
        }

        query.Flag("refresh");
        query.Time("timeout", TimeSpan.Zero);
        CheckSlices(query.Text("slices"));
        query.Accept("wait_for_active_shards");
        if (query.Text("requests_per_second") is { } rate)
        {
            ReadRate(rate);
        }

        if (query.Has("max_docs") && query.Number("max_docs") is < 0 and var negative)
        {
            throw ElasticsearchRefusal.BadArgument($"[max_docs] parameter cannot be negative, found [{negative}]");
        }

        query.Flag("wait_for_completion");
        Validate([.. action == BulkRequest.Reindex ? Missing(body) : Unsupported(query, body, action)]);
        query.RefuseUnread();
    }

    /// <summary>A rate: documents in a second; infinite for -1.</summary>
    internal static float ReadRate(string text)
    {
        const string reason = "[requests_per_second] must be a float greater than 0. Use -1 to disable throttling.";
        if (!float.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var rate))
        {
            throw ElasticsearchRefusal.BadArgument(reason, new ElasticsearchError("number_format_exception", text.Length == 0 ? "empty String" : $"For input string: \"{text}\""));
        }

        return rate == -1 ? float.PositiveInfinity : rate > 0 ? rate : throw ElasticsearchRefusal.BadArgument(reason);
    }

    private static JsonElement? ReindexBody(ElasticsearchCall call, ElasticsearchVersion version)
    {
        if (call.Query.Has("pipeline"))
        {
            throw ElasticsearchRefusal.BadArgument("_reindex doesn't support [pipeline] as a query parameter. Specify it in the [dest] object instead.");
        }

        if (call.Request.Body.IsEmpty)
        {
            throw new ElasticsearchRefusal(400, new ElasticsearchError("parse_exception", "request body is required"));
        }

        var body = RequestBody.Read(call.Request, version);
        RequestBody.RefuseUnknown(call.Request, "reindex", ReindexFields);
        foreach (var name in (string[])["scroll", "require_alias"])
        {
            if (call.Query.Has(name))
            {
                call.Query.Accept(name);
            }
        }

        return body;
    }

    private static void ReadSearch(ElasticsearchParameters query, string action)
    {
        query.Accept(SearchParameters);
        query.Accept("conflicts", "scroll_size", "search_timeout");
        if (action != BulkRequest.Delete)
        {
            query.Accept("pipeline");
        }

        if (query.Has("q"))
        {
            query.Accept(QueryStringParameters);
        }

        query.Number("scroll_size");
        query.Number("from");
        if (query.Text("conflicts") is { } conflicts && conflicts is not ("abort" or "proceed"))
        {
            throw ElasticsearchRefusal.BadArgument($"conflicts may only be \"proceed\" or \"abort\" but was [{conflicts}]");
        }
    }

    private static void CheckSlices(string? text)
    {
        if (text is null or "auto")
        {
            return;
        }

        var reason = $"[slices] must be a positive integer or the string \"auto\", but was [{text}]";
        if (!int.TryParse(text, CultureInfo.InvariantCulture, out var slices))
        {
            throw ElasticsearchRefusal.BadArgument(reason, new ElasticsearchError("number_format_exception", $"For input string: \"{text}\""));
        }

        if (slices < 1)
        {
            throw ElasticsearchRefusal.BadArgument(reason);
        }
    }

    private static IEnumerable<string> Missing(JsonElement? body)
    {
        if (IndexIn(body, "source") is not { } source || (source.ValueKind == JsonValueKind.Array && source.GetArrayLength() == 0))
        {
            yield return "use _all if you really want to copy from all existing indexes";
        }

        if (Part(body, "source") is { } search && search.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number && size.GetDouble() == 0)
        {
            yield return NoSize;
        }

        if (IndexIn(body, "dest") is null)
        {
            yield return "index must be specified";
        }
    }

    private static IEnumerable<string> Unsupported(ElasticsearchParameters query, JsonElement? body, string action)
    {
        if (query.Number("scroll_size") == 0)
        {
            yield return NoSize;
        }

        if (query.Text("request_cache") is { } cached && cached != "false")
        {
            yield return "[request_cache] cannot be used in a scroll context";
        }

        if (query.Number("from") is not null)
        {
            yield return "from is not supported in this context";
        }

        if (action == BulkRequest.Delete && !query.Has("q") && body?.TryGetProperty("query", out _) != true)
        {
            yield return "query is missing";
        }
    }

    private static JsonElement? Part(JsonElement? body, string name) =>
        body is { ValueKind: JsonValueKind.Object } whole && whole.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Object ? part : null;

    private static JsonElement? IndexIn(JsonElement? body, string name) => Part(body, name) is { } part && part.TryGetProperty("index", out var index) ? index : null;

    private static void Validate(string[] wrong)
    {
        if (wrong.Length > 0)
        {
            throw new ElasticsearchRefusal(400, new ElasticsearchError(
                "action_request_validation_exception",
                $"Validation Failed: {string.Concat(wrong.Select((text, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1}: {text};")))}"));
        }
    }
}
