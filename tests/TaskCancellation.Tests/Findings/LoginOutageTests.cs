using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Findings;

/// <summary>A kept token is refused while the login is out for a while: that says nothing against the credential, and every call is tried again until there is another token.</summary>
[Category("Finding K1")]
internal sealed class LoginOutageTests : FindingTest
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(2);
    private static readonly WaitOptions Short = new() { Timeout = TimeSpan.FromSeconds(20) };

    private static readonly (string Name, Action<FaultRule> Fail)[] Failures =
    [
        ("503", rule => rule.Respond(EmulatedReply.Empty(503))),
        ("503 page", rule => rule.Respond(EmulatedReply.Html(503))),
        ("200 page", rule => rule.Respond(EmulatedReply.Html(200))),
        ("408", rule => rule.Respond(EmulatedReply.Empty(408))),
        ("429", rule => rule.Respond(EmulatedReply.Empty(429))),
        ("reset", rule => rule.ResetBeforeActing()),
        ("refused", rule => rule.Refuse()),
        ("slow", rule => rule.Delay(TimeSpan.FromSeconds(2))),
        ("cut", rule => rule.CutBodyAt(3)),
    ];

    private static readonly (string Name, Func<LoginOutageTests, TaskClient, TaskId[], Task<CancellationVerdict[]>> Cancel)[] Calls =
    [
        ("one", async (test, client, ids) => [(await test.RunAsync(client.CancelAsync(ids[0]))).Accepted.Outcomes[0].Verdict]),
        ("one, waited for", async (test, client, ids) => [(await test.RunAsync(client.CancelAndWaitAsync(ids[0], Short))).Verdict]),
        ("many", (test, client, ids) => test.RunAsync(client.CancelManyAsync(ids).Select(outcome => outcome.Verdict).ToArrayAsync().AsTask())),
        ("by filter", async (test, client, ids) => [.. (await test.RunAsync(client.CancelAsync(new TaskFilter { Ids = ids }))).Accepted.Outcomes.Select(outcome => outcome.Verdict)]),
    ];

    public static IEnumerable<TestCaseData> Cases() =>
        from service in new[] { "password", "cf CLI", "vault" }
        from failure in Failures
        from call in Calls
        select new TestCaseData(service, failure.Fail, call.Cancel).SetArgDisplayNames(service, failure.Name, call.Name);

    [TestCaseSource(nameof(Cases))]
    public async Task No_cancel_is_denied(string service, Action<FaultRule> fail, Func<LoginOutageTests, TaskClient, TaskId[], Task<CancellationVerdict[]>> cancel)
    {
        var (client, ids) = await ArrangeAsync(service, fail);

        Assert.That(await cancel(this, client, ids), Is.All.EqualTo(CancellationVerdict.Accepted).Or.EqualTo(CancellationVerdict.Canceled));
    }

    [TestCase("password")]
    [TestCase("cf CLI")]
    [TestCase("vault")]
    public async Task A_wait_goes_on(string service)
    {
        var (client, ids) = await ArrangeAsync(service, rule => rule.Respond(EmulatedReply.Empty(503)));

        var timeout = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => RunAsync(client.WaitForCompletionAsync(ids[0], Short)))!;

        Assert.That(timeout.LastSnapshot?.State, Is.AnyOf(TaskState.Running, TaskState.Pending), "it was looked at once there was a token again");
    }

    [TestCase("password")]
    [TestCase("cf CLI")]
    [TestCase("vault")]
    public async Task A_plan_is_carried_out(string service)
    {
        var (client, ids) = await ArrangeAsync(service, null);
        var plan = await RunAsync(client.PlanAsync(new TaskFilter { Ids = ids }));
        Refuse(service, rule => rule.Respond(EmulatedReply.Html(503)));

        var report = (await RunAsync(client.ExecuteAsync(plan))).Accepted;

        Assert.That(report.Outcomes.Select(outcome => outcome.Verdict).ToArray(), Has.Length.EqualTo(ids.Length).And.All.EqualTo(CancellationVerdict.Accepted).Or.All.EqualTo(CancellationVerdict.Canceled));
    }

    [TestCase("password")]
    [TestCase("vault")]
    public async Task A_login_that_refuses_the_credential_is_definite(string service)
    {
        var (client, ids) = await ArrangeAsync(service, null);
        Refuse(service, null);
        CloudFoundry?.RemoveUser("u");
        Vault?.AddUser(new() { Name = VeevaVaultEmulator.AdminName, Password = VeevaVaultEmulator.AdminPassword, Role = VeevaVaultRole.Admin, State = VeevaVaultUserState.Inactive });

        var began = Clock.GetUtcNow();
        var outcome = (await RunAsync(client.CancelAsync(ids[0]))).Accepted.Outcomes[0];

        Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo((CancellationVerdict.NotAttempted, (TaskErrorReason?)TaskErrorReason.Authentication)));
        Assert.That(Clock.GetUtcNow() - began, Is.LessThan(TimeSpan.FromSeconds(1)), "nothing was tried again");
    }

    private CloudFoundryEmulator? CloudFoundry { get; set; }

    private VeevaVaultEmulator? Vault { get; set; }

    // A client that has used its token, which is refused from now on, while the login fails for some time.
    private async Task<(TaskClient Client, TaskId[] Ids)> ArrangeAsync(string service, Action<FaultRule>? fail)
    {
        (CloudFoundry, Vault) = (null, null);
        var (client, ids) = service == "vault" ? OnVault() : await OnCloudFoundryAsync(service);
        await RunAsync(client.FindAsync(ids[0]));
        Clock.Advance(TimeSpan.FromSeconds(20));
        if (fail is not null)
        {
            Refuse(service, fail);
        }

        return (client, ids);
    }

    private void Refuse(string service, Action<FaultRule>? fail)
    {
        CloudFoundry?.RevokeTokens();
        Vault?.EndSessions();
        ServiceEmulator server = service == "vault" ? Vault! : CloudFoundry!;
        var until = Clock.GetUtcNow() + Outage;
        fail?.Invoke(server.Faults.When(request => IsLogin(request) && Clock.GetUtcNow() < until));
    }

    private static bool IsLogin(EmulatedRequest request) => request.Path == "/oauth/token" || request.Path.EndsWith("/auth", StringComparison.Ordinal);

    private (TaskClient Client, TaskId[] Ids) OnVault()
    {
        var server = Kept(new VeevaVaultEmulator(Clock));
        Vault = server;
        TaskId[] ids = [.. Enumerable.Range(0, 5).Select(_ => (TaskId)server.Add(new() { State = "SCHEDULED" }))];
        var options = Timed(new VeevaVaultTaskClientOptions { Endpoint = VeevaVaultEmulator.DefaultAddress, Credential = VeevaVaultCredential.Password(VeevaVaultEmulator.AdminName, VeevaVaultEmulator.AdminPassword) });
        return (Kept(new VeevaVaultTaskClient(Kept(server.CreateClient()), options)), ids);
    }

    private async Task<(TaskClient Client, TaskId[] Ids)> OnCloudFoundryAsync(string service)
    {
        var server = Kept(new CloudFoundryEmulator(Clock));
        CloudFoundry = server;
        server.AddUser(new() { Name = "u", Password = "p", Roles = [new(CloudFoundryRole.SpaceDeveloper)] });
        TaskId[] ids = [.. Enumerable.Range(0, 40).Select(_ => (TaskId)server.Add())];
        return (ClientOf(server, service == "password" ? CloudFoundryCredential.Password("u", "p") : CloudFoundryCredential.CliConfig(await CliConfigOfAsync(server))), ids);
    }

    // What the cf CLI keeps after a login.
    private async Task<string> CliConfigOfAsync(CloudFoundryEmulator server)
    {
        using var http = server.CreateClient();
        using var form = new FormUrlEncodedContent([new("grant_type", "password"), new("username", "u"), new("password", "p")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.LoginAddress, "oauth/token")) { Content = form };
        request.Headers.Add("Authorization", "Basic " + Convert.ToBase64String("cf:"u8));
        using var reply = await http.SendAsync(request);
        using var json = System.Text.Json.JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync());
        var path = Kept(new TemporaryFile()).Path;
        await File.WriteAllTextAsync(path, $$"""{"Target":"https://api.cf.test","AuthorizationEndpoint":"{{server.LoginAddress}}","AccessToken":"bearer {{json.RootElement.GetProperty("access_token").GetString()}}","RefreshToken":"{{json.RootElement.GetProperty("refresh_token").GetString()}}","UAAOAuthClient":"cf"}""");
        return path;
    }

    private sealed class TemporaryFile : IDisposable
    {
        internal string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
