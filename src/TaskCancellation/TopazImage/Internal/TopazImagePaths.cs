using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>The addresses of jobs. The endpoint may be that of the host or that of the Image API on it.</summary>
internal sealed class TopazImagePaths(Uri endpoint)
{
    private const string Api = "image/v1/";
    private readonly string prefix = endpoint.AbsolutePath.EndsWith("/" + Api, StringComparison.Ordinal) ? "" : Api;

    internal string Cancel(TaskId id) => $"{prefix}cancel/{Uri.EscapeDataString(id.Value)}";

    internal string One(TaskId id) => $"{prefix}status/{Uri.EscapeDataString(id.Value)}";

    internal string Page(int limit, string? cursor)
    {
        var query = new QueryString().Add("paginated", "true").Add("limit", limit.ToString(CultureInfo.InvariantCulture));
        return (cursor is null ? query : query.Add("cursor", cursor)).AppendTo($"{prefix}status");
    }
}
