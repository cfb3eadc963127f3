using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>The addresses of tasks.</summary>
internal static class CloudFoundryPaths
{
    private const string Tasks = "v3/tasks";

    internal const string LabelSelector = "label_selector";

    /// <summary>The cheapest list there is.</summary>
    internal const string Probe = Tasks + "?per_page=1";

    internal static string One(TaskId id) => $"{Tasks}/{Uri.EscapeDataString(id.Value)}";

    internal static string Cancel(TaskId id) => $"{Tasks}/{Uri.EscapeDataString(id.Value)}/actions/cancel";

    /// <summary>The list of one app takes sequence ids, the list of all takes everything else.</summary>
    internal static string List(TaskFilter filter) => IsOfOneApp(filter) ? $"v3/apps/{Uri.EscapeDataString(filter.Scopes![0])}/tasks" : Tasks;

    internal static bool IsOfOneApp(TaskFilter filter) => filter is CloudFoundryTaskFilter { SequenceIds: not null, Scopes: [_] };

    internal static string Page(FilterTranslation filter, CloudFoundryListPosition here)
    {
        var query = new QueryString();
        foreach (var parameter in here.Apply(filter.Parameters))
        {
            Add(query, parameter);
        }

        query.Add("order_by", here.Order).Add("per_page", here.PageSize.ToString(CultureInfo.InvariantCulture));
        if (here.Page > 1)
        {
            query.Add("page", here.Page.ToString(CultureInfo.InvariantCulture));
        }

        return query.AppendTo(List(filter.Filter));
    }

    // The service splits a list between two decodings; a selector and an instant are decoded once.
    private static void Add(QueryString query, FilterParameter parameter)
    {
        var name = Uri.EscapeDataString(parameter.Name);
        _ = parameter.Values is [var only] && (parameter.Name == LabelSelector || parameter.Name.EndsWith(']')) ? query.Add(name, only) : query.AddEscapedList(name, parameter.Values);
    }
}
