namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>What goes over the wire, byte for byte.</summary>
[TestFixture]
internal sealed class RequestTests : ClientTest
{
    [Test]
    public async Task Every_kind_of_request_has_its_exact_target()
    {
        var expected = Wire.Fixture("requests.txt").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Service.On(expected[0], Wire.NoContent)
            .On(expected[1], Wire.FromFixture(200, "status-200.json"))
            .On(expected[2], Wire.FromFixture(200, "page-first.json"))
            .On(expected[3], Wire.FromFixture(200, "page-last.json"))
            .On(expected[4], Wire.FromFixture(200, "array.json"))
            .On(expected[5], Wire.FromFixture(200, "page-last.json"));
        var client = CreateClient();
        await CancelAsync(client);
        await RunAsync(client.FindAsync(Wire.Id));
        await RunAsync(client.ListAsync(TaskFilter.All).ToListAsync().AsTask());
        await RunAsync(client.ListAsync(TaskFilter.All, new ReadOptions { PageSize = 25 }).ToListAsync().AsTask());
        await RunAsync(client.GetServiceInfoAsync());
        Assert.Multiple(() =>
        {
            Assert.That(Service.Lines, Is.EqualTo(expected));
            Assert.That(Service.Requests.Select(line => line.Request.Body.Length), Is.All.Zero);
            Assert.That(Service.Requests.Select(line => line.Request.Header("Accept")), Is.All.EqualTo("application/json"));
        });
    }

    [Test]
    public async Task The_service_endpoint_is_the_documented_base()
    {
        Service.On(CancelLine, Wire.NoContent);
        await CancelAsync(CreateClient(configure: options => options.Endpoint = TaskCancellation.TopazImage.TopazImageTaskClientOptions.ServiceEndpoint));
        Assert.That(Service.Hosts, Is.EqualTo(new[] { "https://api.topazlabs.com" }));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine }));
    }
}
