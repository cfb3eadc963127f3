// Starts work with Elastic's own client, and stops it with this library: a reindex on an emulated Elasticsearch, ten times as fast as real time.
// Both clients talk to the same server; what passes between them is the id of a task.
using System.Globalization;
using Elastic.Clients.Elasticsearch;
using Elastic.Transport;
using TaskCancellation;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;

var clock = VirtualClock.Scaled(10);
using var server = new ElasticsearchEmulator(clock) { Version = "9.1.0" }; // Their client of version 9 needs a server of version 9.
server.AddIndex(new() { Name = "movies", Documents = 1_000_000 });

// Theirs, as their documentation sets it up. HttpRequestInvoker stands for the network; against a real cluster, leave it out.
using var settings = new ElasticsearchClientSettings(new SingleNodePool(server.BaseAddress), new HttpRequestInvoker((_, _) => server));
var elastic = new ElasticsearchClient(settings);

// Ours.
var options = new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None };
options.UseTimeProvider(clock);
using var tasks = new ElasticsearchTaskClient(server.CreateClient(), options);

// 1. Start with theirs, and let a token of ours stop it: RunToCompletionAsync waits for the end, or cancels.
using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
try
{
    var ended = await tasks.RunToCompletionAsync(StartReindexAsync, cancellationToken: stop.Token);
    Print($"The reindex ended by itself: {ended.State}.");
}
catch (RunCanceledException canceled)
{
    Print($"The token fired. Verdict: {canceled.Outcome?.Verdict}.");
}

// 2. Start with theirs, and cancel by id whenever that is due.
var id = await StartReindexAsync(CancellationToken.None);
var outcome = await tasks.CancelAndWaitAsync(id);
Print($"Canceled {id}. Verdict: {outcome.Verdict}.");

Print($"The server's own record of it: {server.Find(id)?.Ending.ToString() ?? "no such task"}.");
return outcome.Verdict == CancellationVerdict.Canceled ? 0 : 1;

// wait_for_completion=false makes the answer the id of a task, instead of the result of the reindex.
async Task<string> StartReindexAsync(CancellationToken token)
{
    var response = await elastic.ReindexAsync(
        reindex => reindex.Source(source => source.Indices("movies")).Dest(dest => dest.Index("movies-v2")).WaitForCompletion(false).RequestsPerSecond(1_000),
        token);
    var started = response.Task?.ToString() ?? throw new InvalidOperationException(response.DebugInformation);
    Print($"Elastic's client started {started}.");
    return started;
}

static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
