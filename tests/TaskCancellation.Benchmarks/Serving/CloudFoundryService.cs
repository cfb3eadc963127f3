using System.Globalization;
using System.Net;
using System.Text;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Serving;

/// <summary>Cloud Foundry with so many tasks, one created in each second: takes every cancel, and lists by the time of creation.</summary>
internal sealed class CloudFoundryService(int tasks) : IResponder
{
    private const int GuidLength = 36;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private static readonly DateTimeOffset First = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Template = Encoding.UTF8.GetBytes(CloudFoundryReplies.Task(CloudFoundryReplies.GuidOf(0)));
    private static readonly int[] Places = FindAll(Template, Encoding.UTF8.GetBytes(CloudFoundryReplies.GuidOf(0)));

    public CannedReply Respond(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> body)
    {
        if (method.SequenceEqual("POST"u8))
        {
            // …/v3/tasks/GUID/actions/cancel
            var guid = target.Slice(target.IndexOf("/v3/tasks/"u8) + 10, GuidLength);
            var task = Template.AsSpan().ToArray();
            foreach (var place in Places)
            {
                guid.CopyTo(task.AsSpan(place));
            }

            return new CannedReply(HttpStatusCode.Accepted, task);
        }

        return Page(target);
    }

    private CannedReply Page(ReadOnlySpan<byte> target)
    {
        var from = target.IndexOf("created_ats[gte]="u8) is >= 0 and var at ? Place(target[(at + 17)..])
            : target.IndexOf("created_ats%5Bgte%5D="u8) is >= 0 and var escaped ? Place(target[(escaped + 21)..])
            : 0;
        var count = (int)Math.Min(Query.Number(target, "per_page="u8, 50), tasks - from);
        var page = new StringBuilder("{\"pagination\":{\"total_results\":").Append(tasks - from).Append(",\"next\":").Append(from + count < tasks ? """{"href":"https://api.example.org/v3/tasks?page=2"}""" : "null").Append("},\"resources\":[");
        for (var number = from; number < from + count; number++)
        {
            page.Append(number > from ? "," : "").Append(CloudFoundryReplies.Task(CloudFoundryReplies.GuidOf(number)).Replace("\"created_at\":\"2026-03-01T08:00:00Z\"", $"\"created_at\":\"{First.AddSeconds(number).ToString(TimeFormat, CultureInfo.InvariantCulture)}\"", StringComparison.Ordinal));
        }

        return CannedReply.Json(HttpStatusCode.OK, page.Append("]}").ToString());
    }

    private static int Place(ReadOnlySpan<byte> time)
    {
        var text = Uri.UnescapeDataString(Encoding.ASCII.GetString(time.IndexOf((byte)'&') is >= 0 and var end ? time[..end] : time));
        return (int)(DateTimeOffset.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - First).TotalSeconds;
    }

    private static int[] FindAll(byte[] text, byte[] part)
    {
        var places = new List<int>();
        for (var at = 0; text.AsSpan(at).IndexOf(part) is >= 0 and var next; at += next + part.Length)
        {
            places.Add(at + next);
        }

        return [.. places];
    }
}
