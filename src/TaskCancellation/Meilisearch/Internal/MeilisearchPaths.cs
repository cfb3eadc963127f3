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

    internal static string List(IEnumerable<FilterParameter> parameters) => With(parameters, Tasks);

    internal static string Cancel(IEnumerable<FilterParameter> parameters) => With(parameters, Tasks + "/cancel");

    internal static string Batch(long uid) => string.Create(CultureInfo.InvariantCulture, $"batches/{uid}");

    private static string With(IEnumerable<FilterParameter> parameters, string path) =>
        parameters.Aggregate(new QueryString(), (query, one) => query.Add(one)).AppendTo(path);
}
