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

    internal static string List(IReadOnlyList<FilterParameter> parameters) => With(parameters, Tasks);

    internal static string Cancel(IReadOnlyList<FilterParameter> parameters) => With(parameters, Tasks + "/cancel");

    internal static string Batch(long uid) => string.Create(CultureInfo.InvariantCulture, $"batches/{uid}");

    private static string With(IReadOnlyList<FilterParameter> parameters, string path)
    {
        var query = new QueryString();
        foreach (var parameter in parameters)
        {
            query.Add(parameter);
        }

        return query.AppendTo(path);
    }
}
