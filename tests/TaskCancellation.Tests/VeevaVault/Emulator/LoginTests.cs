using TaskCancellation.Testing.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Emulator;

public class LoginTests : EmulatorTest
{
    private const string Oauth = "https://login.veevavault.com/auth/oauth/session/_profile";

    [Test, Category("VV-10.4")]
    public async Task A_password_gives_a_session()
    {
        Emulator.AddVault(901, "Production", new Uri("https://prod.vault.test/"));
        Emulator.AddUser("ann@vault.test", "p&w ü", vaultIds: [900, 901]);
        var answer = await LogIn("username=ann%40vault.test&password=p%26w+%C3%BC");
        var session = answer.Json["sessionId"]!.GetValue<string>();
        AssertBody(answer, $$"""
            {"responseStatus":"SUCCESS","sessionId":"{{session}}","userId":4102,
            "vaultIds":[{"id":900,"name":"Sandbox","url":"https://vault.test/api"},{"id":901,"name":"Production","url":"https://prod.vault.test/api"}],"vaultId":900}
            """.ReplaceLineEndings(""));
        AssertStatus(await Get($"{JobsPath}/monitors", session), "SUCCESS");
        Assert.That((answer.Headers["X-VaultAPI-UserId"], answer.Headers["X-VaultAPI-VaultId"]), Is.EqualTo(("4102", "900")));
    }

    [Test, Category("VV-10.4")]
    public async Task A_multipart_form_is_as_good()
    {
        using var form = new MultipartFormDataContent { { new StringContent(VeevaVaultEmulator.AdminName), "username" }, { new StringContent(VeevaVaultEmulator.AdminPassword), "password" } };
        AssertStatus(await Send("POST", "/api/v25.3/auth", null, with: request => request.Content = form), "SUCCESS");
    }

    [Test, Category("VV-10.5"), Category("VV-10.6")]
    public async Task A_login_can_end_in_another_vault()
    {
        Emulator.AddVault(901, "Production", new Uri("https://prod.vault.test/"));
        Emulator.AddUser("bob", "pw", vaultIds: [901]);
        Emulator.AddUser("cas", "pw", vaultIds: [900, 901]);
        var bob = (await LogIn("username=bob&password=pw&vaultDNS=vault.test")).Json;
        Assert.That((bob["responseStatus"]!.GetValue<string>(), bob["vaultId"]!.GetValue<long>()), Is.EqualTo(("SUCCESS", 901L)));
        AssertRefused(await Get($"{JobsPath}/monitors", bob["sessionId"]!.GetValue<string>()), "INVALID_SESSION_ID");
        Assert.That((await LogIn("username=cas&password=pw")).Json["vaultId"]!.GetValue<long>(), Is.EqualTo(900));
        Assert.That((await LogIn("username=cas&password=pw&vaultDNS=prod.vault.test")).Json["vaultId"]!.GetValue<long>(), Is.EqualTo(901));
    }

    [Test, Category("VV-10.7")]
    public async Task A_failed_login_says_so_twice()
    {
        AssertBody(await LogIn("username=nobody&password=x"), """
            {"responseStatus":"FAILURE","responseMessage":"Authentication failed for user [nobody].",
            "errors":[{"type":"USERNAME_OR_PASSWORD_INCORRECT","message":"Authentication failed for user [nobody]."}],"errorType":"AUTHENTICATION_FAILED"}
            """.ReplaceLineEndings(""));
    }

    [TestCase("ann", "", VeevaVaultUserState.Active, "NO_PASSWORD_PROVIDED")]
    [TestCase("ann", "no", VeevaVaultUserState.Active, "USERNAME_OR_PASSWORD_INCORRECT")]
    [TestCase("ann", "pw", VeevaVaultUserState.Inactive, "INACTIVE_USER")]
    [TestCase("ann", "pw", VeevaVaultUserState.LockedOut, "USER_LOCKED_OUT")]
    [TestCase("ann", "pw", VeevaVaultUserState.PasswordExpired, "PASSWORD_CHANGE_REQUIRED")]
    [TestCase("ANN", "pw", VeevaVaultUserState.Active, "USERNAME_OR_PASSWORD_INCORRECT")]
    [Category("VV-10.7")]
    public async Task Failed_logins_have_types(string name, string password, VeevaVaultUserState state, string type)
    {
        Emulator.AddUser("ann", "pw");
        Emulator.SetUserState("ann", state);
        AssertRefused(await LogIn($"username={name}&password={password}"), type);
    }

    [Test, Category("VV-10.7"), Category("Inferred")]
    public async Task Wrong_passwords_lock_out()
    {
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            AssertRefused(await LogIn($"username={VeevaVaultEmulator.AdminName}&password=x"), "USERNAME_OR_PASSWORD_INCORRECT");
        }

        AssertRefused(await LogIn($"username={VeevaVaultEmulator.AdminName}&password={VeevaVaultEmulator.AdminPassword}"), "USER_LOCKED_OUT");
        Emulator.SetUserState(VeevaVaultEmulator.AdminName, VeevaVaultUserState.Active);
        AssertStatus(await LogIn($"username={VeevaVaultEmulator.AdminName}&password={VeevaVaultEmulator.AdminPassword}"), "SUCCESS");
    }

    [Test, Category("VV-10.8")]
    public async Task Logins_are_delayed_and_then_fail_until_the_next_minute()
    {
        Emulator.AddUser("ann", "pw");
        Emulator.AddUser("bob", "pw");
        Emulator.LoginLimit = new VeevaVaultLoginLimit(4, 100);
        var delays = new List<string?>();
        for (var login = 1; login <= 4; login++)
        {
            var answer = await LogIn("username=ann&password=pw");
            AssertStatus(answer, "SUCCESS");
            delays.Add(answer.Headers.GetValueOrDefault("X-VaultAPI-ResponseDelay"));
        }

        Assert.That(delays, Is.EqualTo(new[] { null, null, "100", "100" }));
        AssertRefused(await LogIn("username=ann&password=pw"), "API_LIMIT_EXCEEDED");
        AssertStatus(await LogIn("username=bob&password=pw"), "SUCCESS");
        Advance(60);
        AssertStatus(await LogIn("username=ann&password=pw"), "SUCCESS");
    }

    [Test, Category("VV-10.9")]
    public async Task An_access_token_gives_a_session_too()
    {
        Emulator.AddUser("ann", "pw");
        Emulator.AddAccessToken("good", "ann", Clock.GetUtcNow().AddMinutes(5));
        var session = (await LogInByToken("good")).Json["sessionId"]!.GetValue<string>();
        AssertStatus(await Get($"{JobsPath}/monitors", session), "SUCCESS");
        AssertRefused(await LogInByToken("bad"), "INVALID_TOKEN");
        Advance(300);
        AssertRefused(await LogInByToken("good"), "EXPIRED_TOKEN");
        Assert.That((await Get("https://login.veevavault.com/api/v25.3/services/jobs/1")).Status, Is.EqualTo(421));
    }

    private Task<Answer> LogInByToken(string token) =>
        Send("POST", Oauth, "Bearer " + token, "vaultDNS=vault.test&client_id=app", "application/x-www-form-urlencoded");
}
