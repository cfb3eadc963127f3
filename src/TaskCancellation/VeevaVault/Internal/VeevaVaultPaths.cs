using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>The addresses of one version of the API.</summary>
internal sealed class VeevaVaultPaths(string version)
{
    /// <summary>Lists the versions there are.</summary>
    internal const string Versions = "api/";

    private readonly string root = $"api/{version}/";

    internal string Login => root + "auth";

    internal string KeepAlive => root + "keep-alive";

    internal string Cancel => root + "services/jobs/actions/cancel";

    internal string Job(TaskId id) => $"{root}services/jobs/{Uri.EscapeDataString(id.Value)}";

    internal string Page(VeevaVaultJobList source, long offset, int limit)
    {
        var query = new QueryString();
        if (source.Status is { } status)
        {
            query.Add("status", status);
        }

        return query.Add("limit", limit.ToString(CultureInfo.InvariantCulture))
            .Add("offset", offset.ToString(CultureInfo.InvariantCulture))
            .AppendTo($"{root}services/jobs/{source.Name}");
    }
}
