using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TaskCancellation.Parity.Tests.Elasticsearch;

/// <summary>The request that would have started a task, as far as its description and status tell.</summary>
internal static partial class StartRequest
{
    private const long UsualSize = 5;

    [GeneratedRegex(@"\Areindex from \[(?<from>[^\]]*)\] to \[(?<to>[^\]]*)\]")]
    private static partial Regex Reindex { get; }

    [GeneratedRegex(@"\A\w+-by-query \[(?<from>[^\]]*)\]")]
    private static partial Regex ByQuery { get; }

    /// <summary>A request that starts a task of that kind.</summary>
    /// <param name="action">What it does.</param>
    /// <param name="progress">How far it is where that is first seen.</param>
    /// <param name="seen">Everything that is seen of it.</param>
    internal static HttpRequestMessage Like(string action, Sighting progress, IEnumerable<Sighting> seen)
    {
        var status = progress.Status;
        var slices = seen.Select(one => one.Status).OfType<JsonElement>().Where(one => one.TryGetProperty("slices", out _)).Select(one => one.GetProperty("slices").GetArrayLength()).FirstOrDefault(1);
        var size = Number(status, "batches") is > 0 and var batches ? Done(status!.Value) / batches : UsualSize;
        size = size > 0 && slices == 1 ? size : UsualSize;
        var isUnlimited = Number(status, "requests_per_second") < 0 && !status!.Value.GetRawText().Contains("\"canceled\"", StringComparison.Ordinal);
        var rate = isUnlimited ? -1 : Number(status, "requests_per_second") is > 0 and var shown ? shown : 1;
        var query = string.Create(CultureInfo.InvariantCulture, $"wait_for_completion=false&requests_per_second={rate * (rate > 0 ? slices : 1)}&slices={slices}");
        var description = progress.Description ?? "";
        if (action.EndsWith("reindex", StringComparison.Ordinal))
        {
            var (from, to) = Reindex.Match(description) is { Success: true } match ? (match.Groups["from"].Value, match.Groups["to"].Value) : ("src", "unnamed");
            var body = JsonSerializer.Serialize(new { source = new { index = from.Split(", "), size }, dest = new { index = to } });
            return new(HttpMethod.Post, new Uri($"/_reindex?{query}", UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }

        var index = (ByQuery.Match(description) is { Success: true } found ? found.Groups["from"].Value : "src").Replace(" ", "", StringComparison.Ordinal);
        var route = action.EndsWith("update/byquery", StringComparison.Ordinal) ? "_update_by_query" : "_delete_by_query";
        return new(HttpMethod.Post, new Uri(string.Create(CultureInfo.InvariantCulture, $"/{index}/{route}?{query}&scroll_size={size}&conflicts=proceed"), UriKind.Relative))
        {
            Content = new StringContent("""{"query":{"match_all":{}}}""", Encoding.UTF8, "application/json"),
        };
    }

    private static long Done(JsonElement status) => Number(status, "created")!.Value + Number(status, "updated")!.Value + Number(status, "deleted")!.Value;

    private static long? Number(JsonElement? status, string name) =>
        status is { } json && json.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number ? (long)number.GetDouble() : null;
}
