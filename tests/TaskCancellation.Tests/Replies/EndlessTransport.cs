using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Replies;

/// <summary>A service whose lists go on: every page is the emulator's first, with other tasks on it, and leads to a next one.</summary>
/// <param name="service">The service, by the name of its folder.</param>
internal sealed class EndlessTransport(string service) : HarnessTransport(TestClock.Create())
{
    private const int First = 2_000_000_000;

    /// <summary>How many tasks are on a page.</summary>
    internal int PageSize { get; init; } = 1;

    /// <summary>The page that the numbers of tasks are taken from, by the number of the request: another one each time, or not.</summary>
    internal Func<int, int> PageAt { get; init; } = at => at;

    /// <summary>How many pages lead on.</summary>
    internal int Pages { get; init; } = int.MaxValue;

    /// <summary>How many pages were asked for.</summary>
    internal int Asked { get; private set; }

    public override HttpClient Connect(ServiceEmulator emulator) =>
        new(new Between(this, emulator), disposeHandler: false) { BaseAddress = emulator.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };

    private JsonObject Page(JsonObject page)
    {
        var (at, goesOn) = (PageAt(Asked), ++Asked < Pages);
        var rows = page[service switch { "Meilisearch" => "results", "CloudFoundry" => "resources", "TopazImage" => "data", _ => "jobs" }]!.AsArray();
        var row = rows[0]!;
        rows.Clear();
        for (var number = at * PageSize; number < (at + 1) * PageSize; number++)
        {
            var next = row.DeepClone();
            rows.Add(next);
            switch (service)
            {
                case "Meilisearch":
                    next["uid"] = First - number;
                    break;
                case "CloudFoundry":
                    next["guid"] = Text(number);
                    break;
                case "TopazImage":
                    next["process_id"] = Text(number);
                    break;
                default:
                    next["job_id"] = number + 1;
                    break;
            }
        }

        switch (service)
        {
            case "Meilisearch":
                (page["total"], page["next"]) = (goesOn ? First : (at + 1) * PageSize, goesOn ? First - ((at + 1) * PageSize) : null);
                break;
            case "CloudFoundry":
                (page["pagination"]!["total_results"], page["pagination"]!["next"]) = (First, goesOn ? new JsonObject { ["href"] = "https://elsewhere.test/" } : null);
                break;
            case "TopazImage":
                page["pagination"] = new JsonObject { ["has_next_page"] = goesOn, ["next_cursor"] = goesOn ? Text(Asked) : null };
                break;
            default:
                page["responseDetails"] = goesOn ? new JsonObject { ["next_page"] = "/elsewhere" } : new JsonObject();
                break;
        }

        return page;
    }

    private static string Text(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:x8}-0000-4000-8000-000000000000");

    private sealed class Between(EndlessTransport owner, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private JsonObject? first;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // The emulator would find nothing on a later page.
            if (first is null)
            {
                using var response = await base.SendAsync(request, cancellationToken);
                first = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
            }

            var page = owner.Page(first.DeepClone().AsObject());
            return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StringContent(page.ToJsonString(), null, "application/json") };
        }
    }
}
