using System.Net;
using BenchmarkDotNet.Attributes;
using TaskCancellation.CloudFoundry;

namespace TaskCancellation.Benchmarks;

/// <summary>Cancels through the whole Cloud Foundry client, one id to a request, against a service that answers at once.</summary>
[MemoryDiagnoser]
public class BatchBenchmarks : IDisposable
{
    private const int Count = 2_000;
    private readonly TaskId[] ids = [.. Enumerable.Range(0, Count).Select(at => TaskId.FromGuid(new Guid(at, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1)))];
    private readonly HttpClient http = new(new CannedService(HttpStatusCode.Accepted, TaskOf)) { BaseAddress = new Uri("https://canned.test") };

    [Params(100, 2_000)]
    public int Window { get; set; }

    [Params(1, 4, 16)]
    public int Concurrency { get; set; }

    public void Dispose()
    {
        http.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public async Task<int> CancelMany()
    {
        var client = new CloudFoundryTaskClient(http, new CloudFoundryTaskClientOptions { AccessToken = "benchmark" });
        return await client.CancelManyAsync(ids, new BatchOptions { Window = Window, MaxConcurrency = Concurrency }).CountAsync();
    }

    private static string TaskOf(string path) => $$$"""
        {"guid":"{{{path.Split('/')[^3]}}}","created_at":"2026-03-01T08:00:00Z","updated_at":"2026-03-01T08:02:10Z","sequence_id":7,"name":"nightly-report","state":"CANCELING",
         "result":{"failure_reason":null},"relationships":{"app":{"data":{"guid":"c3f7a9b2-77d1-4d55-9f5e-2b8e0a6f4d01"} } } }
        """;
}
