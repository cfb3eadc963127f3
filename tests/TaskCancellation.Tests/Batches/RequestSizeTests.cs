using System.Text.Json;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Batches;

/// <summary>How many ids a batch puts into one request, as the server sees it.</summary>
public sealed class RequestSizeTests
{
    [Test]
    public async Task Vault_gets_500_ids_to_a_request()
    {
        await using var vault = new VeevaVaultHarness(TestClock.Create());

        var requests = await SendAsync(vault, 1200);

        Assert.That(requests.Select(request => JsonElement.Parse(request.BodyText).GetArrayLength()), Is.EqualTo(new[] { 500, 500, 200 }));
    }

    [Test]
    public async Task Meilisearch_gets_addresses_that_proxies_let_through()
    {
        await using var meilisearch = new MeilisearchHarness(TestClock.Create());

        var requests = await SendAsync(meilisearch, 4000);

        Assert.That(requests, Has.Count.GreaterThan(1));
        Assert.That(requests.Select(request => request.ToString().Length), Is.All.LessThan(8000));
        Assert.That(requests.SkipLast(1).Select(request => request.ToString().Length), Is.All.GreaterThan(7000), "and that are not shorter than need be");
    }

    private static async Task<List<EmulatedRequest>> SendAsync(ServiceHarness service, int count)
    {
        TaskId[] ids = [.. Enumerable.Range(1, count).Select(at => TaskId.FromInt64(at))];
        var batch = service.Client.CancelManyAsync(ids, new BatchOptions { Window = count }).ToListAsync().AsTask();
        await service.RunAsync(batch);
        var outcomes = await batch;
        Assert.That(outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(ids));
        return [.. service.Emulator.Requests.Select(line => line.Request).Where(service.IsCancel)];
    }
}
