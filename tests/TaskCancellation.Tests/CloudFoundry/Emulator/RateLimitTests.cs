using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

public class RateLimitTests : EmulatorTest
{
    private const string Begin = "1767225600";

    [SetUp]
    public void Limit()
    {
        Emulator.RateLimit = new CloudFoundryRateLimit { GeneralLimit = 50, UnauthenticatedLimit = 2 };
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

    [Test, Category("Finding cf-C30")]
    public async Task Headers_name_the_limit_of_all_processes_and_that_of_one_is_enforced()
    {
        Emulator.RateLimit = new CloudFoundryRateLimit { GeneralLimit = 100, UnauthenticatedLimit = 2, GlobalGeneralLimit = 1000 };
        var answers = new List<Answer>();
        for (var request = 1; request <= 101; request++)
        {
            answers.Add(await Get("/v3/tasks", "dev"));
        }

        Assert.That(answers.Select(answer => answer.Headers["X-RateLimit-Limit"]), Is.All.EqualTo("1000"));
        Assert.That(answers.Select(answer => answer.Headers["X-RateLimit-Remaining"]).Distinct(), Is.EqualTo(new[] { "900", "800", "700", "600", "500", "400", "300", "200", "100", "0" }));
        Assert.That(answers.Select(answer => answer.Status), Is.EqualTo(Enumerable.Repeat(200, 100).Append(429)));
    }

    [Test, Category("Finding cf-C31")]
    public async Task A_window_ends_at_a_phase_of_the_caller()
    {
        AddToken("other", CloudFoundryRole.SpaceDeveloper);
        var ends = new List<long>();
        foreach (var token in new[] { "dev", "dev", "other" })
        {
            ends.Add(long.Parse((await Get("/v3/tasks", token)).Headers["X-RateLimit-Reset"], null));
            Advance(10);
        }

        Assert.That(ends[1], Is.EqualTo(ends[0]));
        Assert.That(ends[2], Is.Not.EqualTo(ends[0]));
        Advance(3600);
        Assert.That((long.Parse((await Get("/v3/tasks", "dev")).Headers["X-RateLimit-Reset"], null) - ends[0]) % 3600, Is.Zero);
    }

    [TestCase("/", false, false)]
    [TestCase("/?a=1", false, true)]
    [TestCase("/v3", false, false)]
    [TestCase("/v3?a=1", false, true)]
    [TestCase("/v2/info?a=1", false, true)]
    [TestCase("/healthz?a=1", false, true)]
    [TestCase("/internal/v4/x?a=1", false, false)]
    [TestCase("/v3/tasks", true, false)]
    [Category("Finding cf-C32")]
    public async Task What_is_exempt_is_so_without_a_query_only(string path, bool isBasic, bool isCounted)
    {
        var answer = await Send(HttpMethod.Get, path, null, with: request => request.Headers.TryAddWithoutValidation("Authorization", isBasic ? ["Basic YTpi"] : []));
        Assert.That(answer.Headers.ContainsKey("X-RateLimit-Limit"), Is.EqualTo(isCounted));
    }

    [TestCase("/v2/apps", null, 429, "text/plain; charset=utf-8", """{"description":"Rate Limit Exceeded: Unauthenticated requests from this IP address have exceeded the limit. Please log in.","error_code":"CF-IPBasedRateLimitExceeded","code":10014}""")]
    [TestCase("/nope", null, 429, "text/plain; charset=utf-8", "null")]
    [TestCase("/v2/apps", "nonsense", 401, "application/json", """{"description":"Invalid Auth Token","error_code":"CF-InvalidAuthToken","code":1000}""")]
    [TestCase("/v3/tasks", "nonsense", 401, "application/json", """{"errors":[{"detail":"Invalid Auth Token","title":"CF-InvalidAuthToken","code":1000}]}""")]
    [Category("Finding cf-C33")]
    public async Task Over_the_limit_outside_v3_and_with_a_bad_token(string path, string? token, int status, string type, string body)
    {
        await Get("/v3/info", token: null);
        await Get("/v3/info", token: null);
        var answer = await Get(path, token);
        AssertAnswer(answer, status, body);
        Assert.That((answer.Headers["Content-Type"], answer.Headers.ContainsKey("Retry-After")), Is.EqualTo((type, true)));
    }

    [Test, Category("CF-8.65")]
    public async Task Info_tells_the_limits()
    {
        var limits = (await Get("/v3/info", token: null)).Json["rate_limits"]!;
        Assert.That(limits.ToJsonString(), Is.EqualTo("""{"enabled":true,"general_limit":50,"reset_interval_in_minutes":60}"""));
    }
}
