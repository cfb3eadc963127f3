using System.Globalization;
using System.Net;
using BenchmarkDotNet.Attributes;
using TaskCancellation.Meilisearch;

namespace TaskCancellation.Benchmarks;

/// <summary>Reads one page of a thousand Meilisearch tasks: as it is, and through filters that are evaluated here.</summary>
[MemoryDiagnoser]
public class ListBenchmarks : IDisposable
{
    private const int Tasks = 1_000;
    private static readonly string Page = $$"""
        {"results":[{{string.Join(',', Enumerable.Range(1, Tasks).Reverse().Select(TaskOf))}}],"total":{{Tasks}},"limit":{{Tasks}},"from":{{Tasks}},"next":null}
        """;

    private readonly HttpClient http = new(new CannedService(HttpStatusCode.OK, _ => Page)) { BaseAddress = new Uri("https://canned.test") };
    private MeilisearchTaskClient client = null!;

    [GlobalSetup]
    public void SetUp() => client = new MeilisearchTaskClient(http, new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.None });

    public void Dispose()
    {
        http.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Tasks)]
    public ValueTask<int> ParsePage() => client.ListAsync(TaskFilter.All).CountAsync();

    [Benchmark(OperationsPerInvoke = Tasks)]
    public ValueTask<int> ParsePageAndMatchKinds() => client.ListAsync(new TaskFilter { Kinds = ["*Deletion", "document*Update"] }).CountAsync();

    [Benchmark(OperationsPerInvoke = Tasks)]
    public ValueTask<int> ParsePageAndMatchPredicate() => client.ListAsync(new TaskFilter { Where = task => task.Scope == "movies" }).CountAsync();

    private static string TaskOf(int uid) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"uid":{{uid}},"batchUid":12,"indexUid":"movies","status":"canceled","type":"documentAdditionOrUpdate","canceledBy":44,"details":{"receivedDocuments":900,"indexedDocuments":0},"error":null,"duration":"PT0.000415S","enqueuedAt":"2026-02-03T10:11:12.1Z","startedAt":"2026-02-03T10:11:14.201Z","finishedAt":"2026-02-03T10:11:14.201415Z"}
        """);
}
