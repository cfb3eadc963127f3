using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>The addresses that are asked.</summary>
internal static class MeilisearchPaths
{
    internal const string Version = "version";

    /// <summary>The cheapest list there is.</summary>
    internal const string Probe = Tasks + "?limit=0";

    /// <summary>The name of the parameter that holds kinds.</summary>
    internal const string Types = "types";

    private const string Tasks = "tasks";

    internal static string One(TaskId id) => $"{Tasks}/{Uri.EscapeDataString(id.Value)}";

    /// <summary>A page of a list.</summary>
    /// <param name="parameters">What is asked for.</param>
    /// <param name="limit">How many tasks it is to hold.</param>
    /// <param name="from">The highest uid; null for the newest.</param>
    internal static string List(IReadOnlyList<FilterParameter> parameters, long limit, long? from = null)
    {
        var query = new QueryString().Add(parameters).Add("limit", limit);
        return (from is { } uid ? query.Add("from", uid) : query).AppendTo(Tasks);
    }

    internal static string Cancel(IReadOnlyList<FilterParameter> parameters) => new QueryString().Add(parameters).AppendTo(Tasks + "/cancel");

    internal static string Batch(long uid) => string.Create(CultureInfo.InvariantCulture, $"batches/{uid}");
}
