using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace TaskCancellation.Probes;

/// <summary>Takes every cancel, as Cloud Foundry or as Meilisearch would, and counts the requests. Remembers no task.</summary>
internal sealed class SyntheticService : HttpMessageHandler
{
    private const string CancelPath = "/actions/cancel";
    private int requests;
    private int longestAddress;

    internal int Requests => requests;

    internal int LongestAddress => longestAddress;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref requests);
        var address = request.RequestUri!;
        if (address.PathAndQuery.Length > longestAddress)
        {
            longestAddress = address.PathAndQuery.Length;
        }

        // A network answers later, on another thread.
        await Task.Yield();
        return address.AbsolutePath == "/tasks/cancel"
            ? Json(HttpStatusCode.OK, $$"""{"taskUid":{{4_000_000_000 + number}},"indexUid":null,"status":"enqueued","type":"taskCancelation","enqueuedAt":"2026-03-01T08:00:00Z"}""")
            : Json(HttpStatusCode.Accepted, TaskOf(address.AbsolutePath.Split('/')[^3]));
    }

    private static string TaskOf(string guid) => string.Create(CultureInfo.InvariantCulture, $$$$"""
        {"guid":"{{{{guid}}}}","created_at":"2026-03-01T08:00:00Z","updated_at":"2026-03-01T08:02:10Z","sequence_id":7,"name":"nightly-report","command":"bin/report --all","user":"vcap",
         "state":"CANCELING","memory_in_mb":256,"disk_in_mb":null,"log_rate_limit_in_bytes_per_second":-1,"result":{"failure_reason":null},"droplet_guid":"5d0a3f0e-2f39-4a2b-8a3c-6c5b0d3e9f10",
         "relationships":{"app":{"data":{"guid":"c3f7a9b2-77d1-4d55-9f5e-2b8e0a6f4d01"}}},"metadata":{"labels":{},"annotations":{}},
         "links":{"self":{"href":"https://synthetic.test/v3/tasks/{{{{guid}}}}"},"cancel":{"href":"https://synthetic.test/v3/tasks/{{{{guid}}}}{{{{CancelPath}}}}","method":"POST"}}}
        """);

    private static HttpResponseMessage Json(HttpStatusCode status, string body) => new(status)
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };
}
