using System.Net.Http.Headers;
using TaskCancellation.Testing.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Emulator;

public class AccessTests : EmulatorTest
{
    private static readonly (string Method, string Path, TopazImagePermissions Needed)[] Endpoints =
    [
        ("DELETE", $"cancel/{Job1}", TopazImagePermissions.Cancel),
        ("GET", "status", TopazImagePermissions.Read),
        ("GET", $"status/{Job1}", TopazImagePermissions.Read),
        ("DELETE", $"status/{Job1}", TopazImagePermissions.Delete),
        ("DELETE", "status", TopazImagePermissions.Delete),
        ("GET", $"download/{Job1}", TopazImagePermissions.Download),
        ("GET", $"download/input/{Job1}", TopazImagePermissions.Download),
        ("POST", "enhance/async", TopazImagePermissions.Submit),
        ("POST", "estimate", TopazImagePermissions.Submit),
        ("GET", "/account/v1/credits/balance", TopazImagePermissions.Account),
    ];

    [TestCaseSource(nameof(Endpoints)), Category("TZ-11.1")]
    public async Task Without_a_good_key_it_is_401((string Method, string Path, TopazImagePermissions Needed) endpoint)
    {
        Emulator.AddUser(new() { Name = "expiring", ExpiresAt = At(60) });
        Emulator.AddUser(new() { Name = "revoked" });
        Emulator.RemoveUser("revoked");
        Advance(60);
        foreach (var key in new[] { null, "nonsense", "expiring", "revoked" })
        {
            AssertAnswer(await Send(new HttpMethod(endpoint.Method), endpoint.Path, key), 401, Error(401, "Unauthorized"));
        }
    }

    [Test, Category("TZ-11.1"), Category("Inferred")]
    public async Task A_bearer_token_is_no_key() => AssertAnswer(
        await Send(HttpMethod.Get, "status", key: null, with: request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TopazImageEmulator.ApiKey)),
        401,
        Error(401, "Unauthorized"));

    [TestCaseSource(nameof(Endpoints)), Category("TZ-11.2")]
    public async Task A_key_for_all_the_rest_is_403((string Method, string Path, TopazImagePermissions Needed) endpoint)
    {
        Emulator.Add(new() { Id = Job1 });
        Emulator.AddUser(new() { Name = "limited", Permissions = TopazImagePermissions.All & ~endpoint.Needed });
        AssertAnswer(await Send(new HttpMethod(endpoint.Method), endpoint.Path, "limited"), 403, Error(403, "Forbidden"));
        Assert.That(Row(Job1).State, Is.EqualTo("Processing"));
    }

    [TestCase("nonsense")]
    [TestCase("3f0c6a527d554f0e9a0d5f0b9d1f6a10")]
    [TestCase("{3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10}")]
    [TestCase("3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10%20")]
    [Category("TZ-11.3")]
    public async Task What_is_no_uuid_is_400(string id)
    {
        Emulator.Add(new() { Id = Job1 });
        foreach (var (method, path) in new[] { ("DELETE", "cancel/"), ("GET", "status/"), ("DELETE", "status/"), ("GET", "download/"), ("GET", "download/input/") })
        {
            AssertAnswer(await Send(new HttpMethod(method), path + id), 400, Error(400, "process_id must be a valid UUID."));
        }
    }

    [Test, Category("TZ-11.3"), Category("Inferred")]
    public async Task The_case_of_an_id_does_not_matter()
    {
        Emulator.Add(new() { Id = Job1 });
        Assert.That((await Cancel(Job1.ToUpperInvariant())).Status, Is.EqualTo(204));
    }

    [Test, Category("TZ-11.40")]
    public async Task Plain_http_is_redirected_and_does_nothing()
    {
        var id = Emulator.Add();
        var answer = await Send(HttpMethod.Delete, $"http://api.topazlabs.com/image/v1/cancel/{id}?a=b");
        Assert.That((answer.Status, answer.Headers["Location"]), Is.EqualTo((301, $"https://api.topazlabs.com/image/v1/cancel/{id}?a=b")));
        Assert.That(Row(id).State, Is.EqualTo("Processing"));
    }

    [Test, Category("TZ-11.40"), Category("Inferred")]
    public async Task Other_hosts_and_routes_are_not_answered()
    {
        var id = Emulator.Add();
        Assert.That((await Send(HttpMethod.Delete, $"https://api.example.test/image/v1/cancel/{id}")).Status, Is.EqualTo(421));
        foreach (var (method, path) in new[] { ("POST", $"cancel/{id}"), ("DELETE", "cancel/"), ("DELETE", $"/cancel/{id}"), ("DELETE", $"/video/{id}"), ("POST", "enhance") })
        {
            AssertAnswer(await Send(new HttpMethod(method), path), 404, Error(404, "Not Found"));
        }

        Assert.That(Row(id).State, Is.EqualTo("Processing"));
    }

    [Test, Category("TZ-11.40")]
    public async Task The_base_address_can_be_elsewhere()
    {
        using var emulator = new TopazImageEmulator(Clock, new Uri("http://localhost:5004/"));
        using var http = emulator.CreateClient();
        http.DefaultRequestHeaders.Add("X-API-Key", TopazImageEmulator.ApiKey);
        using var cancelled = await http.DeleteAsync($"cancel/{emulator.Add()}");
        Assert.That((int)cancelled.StatusCode, Is.EqualTo(204));
        Assert.That(await http.GetStringAsync("/account/v1/credits/balance"), Is.EqualTo("""{"available_credits":1000,"reserved_credits":0,"total_credits":1000}"""));
    }
}
