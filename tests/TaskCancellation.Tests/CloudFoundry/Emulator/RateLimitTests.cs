using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

public class RateLimitTests : EmulatorTest
{
    private const string Begin = "1767225600";

    [SetUp]
    public void Limit()
    {
        Emulator.RateLimit = new CloudFoundryRateLimit(GeneralLimit: 50, UnauthenticatedLimit: 2);
        AddToken("dev", CloudFoundryRole.SpaceDeveloper);
    }

    [Test, Category("CF-8.41")]
    public async Task Headers_tell_the_rest_in_tenths_rounded_down()
    {
        var remaining = new List<string>();
        for (var request = 1; request <= 50; request++)
        {
            var answer = await Get("/v3/tasks", "dev");
            Assert.That(answer.Headers["X-RateLimit-Limit"], Is.EqualTo("50"));
            Assert.That(long.Parse(answer.Headers["X-RateLimit-Reset"], null) - long.Parse(Begin, null), Is.InRange(1, 3600));
            remaining.Add(answer.Headers["X-RateLimit-Remaining"]);
        }

        Assert.That(remaining[0], Is.EqualTo("45"));
        Assert.That(remaining.Distinct(), Is.EqualTo(new[] { "45", "40", "35", "30", "25", "20", "15", "10", "5", "0" }));
    }

    [Test, Category("CF-8.42")]
    public async Task One_too_many_is_429_in_plain_text_that_is_json()
    {
        for (var request = 1; request <= 50; request++)
        {
            await Get("/v3/tasks", "dev");
        }

        var answer = await Cancel(Emulator.Add(), "dev");
        AssertAnswer(answer, 429, Error(10013, "CF-RateLimitExceeded", "Rate Limit Exceeded"));
        Assert.That(answer.Headers["Content-Type"], Is.EqualTo("text/plain; charset=utf-8"));
        Assert.That(answer.Headers["X-RateLimit-Remaining"], Is.EqualTo("0"));
        AssertRow(Emulator.Rows.Single().Id, "RUNNING");
        Advance(long.Parse(answer.Headers["Retry-After"], null));
        Assert.That((await Get("/v3/tasks", "dev")).Status, Is.EqualTo(200));
    }

    [Test, Category("CF-8.43")]
    public async Task Some_paths_and_roles_are_exempt()
    {
        AddToken("reader", CloudFoundryRole.AdminReadOnly);
        foreach (var (path, token) in new[] { ("/", null), ("/v3", null), ("/v2/info", null), ("/v3/tasks", CloudFoundryEmulator.AdminToken), ("/v3/tasks", "reader") })
        {
            for (var request = 1; request <= 60; request++)
            {
                var answer = await Get(path, token);
                Assert.That((answer.Status, answer.Headers.ContainsKey("X-RateLimit-Limit")), Is.EqualTo((200, false)), path);
            }
        }
    }

    [Test, Category("CF-8.44"), Category("CF-8.42")]
    public async Task Anonymous_callers_have_a_limit_of_their_own_and_an_invalid_token_wins()
    {
        await Get("/v3/info", token: null);
        await Get("/v3/info", token: null);
        var anonymous = await Get("/v3/info", token: null);
        Assert.That((anonymous.Status, anonymous.Json["errors"]![0]!["code"]!.GetValue<int>()), Is.EqualTo((429, 10014)));
        AssertAnswer(await Get("/v3/info", "nonsense"), 401, Error(1000, "CF-InvalidAuthToken", "Invalid Auth Token"));
    }

    [Test, Category("CF-8.65")]
    public async Task Info_tells_the_limits()
    {
        var limits = (await Get("/v3/info", token: null)).Json["rate_limits"]!;
        Assert.That(limits.ToJsonString(), Is.EqualTo("""{"enabled":true,"general_limit":50,"reset_interval_in_minutes":60}"""));
    }
}
