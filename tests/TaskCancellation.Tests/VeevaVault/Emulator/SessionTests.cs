using TaskCancellation.Testing.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Emulator;

public class SessionTests : EmulatorTest
{
    [Test, Category("VV-10.10"), Category("VV-10.1")]
    public async Task Without_a_good_session_nothing_is_served()
    {
        const string Body = """{"responseStatus":"FAILURE","errors":[{"type":"INVALID_SESSION_ID","message":"Session is no longer valid."}]}""";
        var answer = await Get($"{JobsPath}/monitors", null);
        AssertBody(answer, Body);
        Assert.That(answer.Headers["X-VaultAPI-Status"], Is.EqualTo("FAILURE"));
        AssertBody(await CancelJson("[]", "unknown"), Body);
        Emulator.EndSessions();
        AssertBody(await Get($"{JobsPath}/monitors"), Body);
    }

    [Test, Category("VV-10.11")]
    public async Task Raw_and_bearer_are_the_same()
    {
        AssertStatus(await Get($"{JobsPath}/monitors", VeevaVaultEmulator.AdminSession), "SUCCESS");
        AssertStatus(await Get($"{JobsPath}/monitors", "Bearer " + VeevaVaultEmulator.AdminSession), "SUCCESS");
        AssertRefused(await Get($"{JobsPath}/monitors", "Basic " + VeevaVaultEmulator.AdminSession), "INVALID_SESSION_ID");
    }

    [Test, Category("VV-10.11")]
    public async Task An_api_token_needs_no_session()
    {
        Emulator.AddUser(new() { Name = "robot", ApiTokens = [new("veeva-vault-1", Clock.GetUtcNow().AddDays(3))] });
        AssertStatus(await Get("/api/v26.1/services/jobs/monitors", "Bearer veeva-vault-1"), "SUCCESS");
        AssertRefused(await Get("/api/v26.1/services/jobs/monitors", "veeva-vault-1"), "INVALID_SESSION_ID");
        AssertRefused(await Get("/api/v25.3/services/jobs/monitors", "Bearer veeva-vault-1"), "INVALID_SESSION_ID");
        Clock.Advance(TimeSpan.FromDays(3));
        AssertRefused(await Get("/api/v26.1/services/jobs/monitors", "Bearer veeva-vault-1"), "INVALID_SESSION_ID");
    }

    [Test, Category("VV-10.12")]
    public async Task A_session_idles_out_unless_kept_alive()
    {
        var session = await LogIn();
        Clock.Advance(TimeSpan.FromMinutes(19));
        AssertBody(await Post("/api/v25.3/keep-alive", session), """{"responseStatus":"SUCCESS"}""");
        Clock.Advance(TimeSpan.FromMinutes(19));
        AssertStatus(await Get($"{JobsPath}/monitors", session), "SUCCESS");
        Clock.Advance(TimeSpan.FromMinutes(20));
        AssertRefused(await Post("/api/v25.3/keep-alive", session), "INVALID_SESSION_ID");
    }

    [Test, Category("VV-10.12")]
    public async Task Nothing_keeps_a_session_longer_than_48_hours()
    {
        var session = await LogIn();
        for (var minutes = 0; minutes < (48 * 60) - 15; minutes += 15)
        {
            Clock.Advance(TimeSpan.FromMinutes(15));
            AssertStatus(await Post("/api/v25.3/keep-alive", session), "SUCCESS");
        }

        Clock.Advance(TimeSpan.FromMinutes(15));
        AssertRefused(await Post("/api/v25.3/keep-alive", session), "INVALID_SESSION_ID");
    }

    [Test, Category("VV-10.12")]
    public async Task Delete_ends_a_session()
    {
        var session = await LogIn();
        AssertBody(await Send("DELETE", "/api/v25.3/session", session), """{"responseStatus":"SUCCESS"}""");
        AssertRefused(await Get($"{JobsPath}/monitors", session), "INVALID_SESSION_ID");
    }

    [Test, Category("VV-10.10")]
    public async Task What_a_user_shows_is_bad_when_it_is_replaced_or_removed()
    {
        Emulator.AddUser(new() { Name = "ann", Password = "pw", Sessions = ["one"] });
        var session = await SessionOf("ann", "pw");
        Emulator.AddUser(new() { Name = "ann", Password = "pw", Sessions = ["two"] });
        AssertRefused(await Get($"{JobsPath}/monitors", "one"), "INVALID_SESSION_ID");
        AssertStatus(await Get($"{JobsPath}/monitors", "two"), "SUCCESS");
        AssertStatus(await Get($"{JobsPath}/monitors", session), "SUCCESS");
        Emulator.RemoveUser("ann");
        AssertRefused(await Get($"{JobsPath}/monitors", session), "INVALID_SESSION_ID");
        AssertRefused(await Get($"{JobsPath}/monitors", "two"), "INVALID_SESSION_ID");
        Assert.That(() => Emulator.RemoveUser("ann"), Throws.ArgumentException);
    }

    [Test, Category("VV-10.46"), Category("Inferred")]
    public async Task Who_may_not_is_refused()
    {
        Emulator.AddUser(new() { Name = "none", Password = "pw", Role = VeevaVaultRole.None });
        Emulator.AddUser(new() { Name = "reader", Password = "pw", Role = VeevaVaultRole.JobReader });
        var job = Add("SCHEDULED");
        var none = await SessionOf("none", "pw");
        var reader = await SessionOf("reader", "pw");
        foreach (var path in new[] { $"/{job}", $"/{job}/tasks", "/monitors", "/histories" })
        {
            AssertRefused(await Get(JobsPath + path, none), "INSUFFICIENT_ACCESS");
            AssertStatus(await Get(JobsPath + path, reader), "SUCCESS");
        }

        AssertRefused(await Post($"{JobsPath}/start_now/{job}", reader), "INSUFFICIENT_ACCESS");
        AssertRefused(await CancelJson("""[{"job_id":5001}]""", reader), "INSUFFICIENT_ACCESS");
        Emulator.RefusesPerItem = true;
        var items = await CancelJson("""[{"job_id":5001}]""", reader);
        AssertStatus(items, "SUCCESS");
        Assert.That(items.Json["data"]![0]!["errors"]!["type"]!.GetValue<string>(), Is.EqualTo("INSUFFICIENT_ACCESS"));
        Assert.That(StatusOf(job), Is.EqualTo("SCHEDULED"));
    }

    [Test, Category("VV-10.46"), Category("Inferred")]
    public async Task A_hidden_job_is_as_good_as_none()
    {
        Emulator.AddUser(new() { Name = "bob", Password = "pw" });
        var job = Emulator.Add(new() { VisibleTo = ["ann"] });
        var bob = await SessionOf("bob", "pw");
        AssertRefused(await Get($"{JobsPath}/{job}", bob), "INVALID_DATA");
        AssertBody(await CancelJson("""[{"job_id":5001}]""", bob), Items(NotFound(5001)));
        Assert.That((await Get($"{JobsPath}/monitors", bob)).Json["responseDetails"]!["total"]!.GetValue<int>(), Is.Zero);
    }

    [Test, Category("VV-10.46")]
    public async Task In_configuration_mode_only_admins_are_served()
    {
        Emulator.AddUser(new() { Name = "bob", Password = "pw" });
        var bob = await SessionOf("bob", "pw");
        Emulator.IsInConfigurationMode = true;
        AssertRefused(await Get($"{JobsPath}/monitors", bob), "CONFIGURATION_MODE_ENABLED");
        AssertStatus(await Get($"{JobsPath}/monitors"), "SUCCESS");
    }

    private Task<string> LogIn() => SessionOf(VeevaVaultEmulator.AdminName, VeevaVaultEmulator.AdminPassword);
}
