using TaskCancellation.Testing.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Emulator;

public class LoginTests : EmulatorTest
{
    private const string Discovery = "https://login.veevavault.com/auth/discovery?username=";
    private const string Oauth = "https://login.veevavault.com/auth/oauth/session/_profile";

    [Test, Category("VV-10.4")]
    public async Task A_password_gives_a_session()
    {
        Emulator.AddVault(901, "Production", new Uri("https://prod.vault.test/"));
        Emulator.AddUser(new() { Name = "ann@vault.test", Password = "p&w ü", VaultIds = [900, 901] });
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
        Emulator.AddUser(new() { Name = "bob", Password = "pw", VaultIds = [901] });
        Emulator.AddUser(new() { Name = "cas", Password = "pw", VaultIds = [900, 901] });
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
        Emulator.AddUser(new() { Name = "ann", Password = "pw", State = state });
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
        Emulator.AddUser(new() { Name = VeevaVaultEmulator.AdminName, Password = VeevaVaultEmulator.AdminPassword });
        AssertStatus(await LogIn($"username={VeevaVaultEmulator.AdminName}&password={VeevaVaultEmulator.AdminPassword}"), "SUCCESS");
    }

    [Test, Category("VV-10.8")]
    public async Task Logins_are_delayed_and_then_fail_until_the_next_minute()
    {
        Emulator.AddUser(new() { Name = "ann", Password = "pw" });
        Emulator.AddUser(new() { Name = "bob", Password = "pw" });
        Emulator.LoginLimit = new VeevaVaultRateLimit(4, TimeSpan.FromMilliseconds(100));
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
        Emulator.AddUser(new() { Name = "ann", AccessTokens = [new("good", Clock.GetUtcNow().AddMinutes(5))] });
        var session = (await LogInByToken("good")).Json["sessionId"]!.GetValue<string>();
        AssertStatus(await Get($"{JobsPath}/monitors", session), "SUCCESS");
        AssertRefused(await LogInByToken("bad"), "INVALID_TOKEN");
        Advance(300);
        AssertRefused(await LogInByToken("good"), "EXPIRED_TOKEN");
        Assert.That((await Get("https://login.veevavault.com/api/v25.3/services/jobs/1")).Status, Is.EqualTo(421));
    }

    [Test, Category("VV-F8"), Category("Finding fc-F8")]
    public async Task Discovery_tells_how_a_user_logs_in()
    {
        Emulator.AddUser(new() { Name = "sue", AccessTokens = [new("good")] });
        var password = await Send("POST", Discovery + VeevaVaultEmulator.AdminName, null);
        AssertBody(password, """{"responseStatus":"SUCCESS","errors":[],"data":{"auth_type":"password"}}""");
        AssertBody(await Send("POST", Discovery + "nobody", null), password.Body);
        var sso = (await Send("POST", Discovery + "sue", null)).Json["data"]!;
        Assert.That(sso["auth_type"]!.GetValue<string>(), Is.EqualTo("sso"));
        var endpoint = sso["auth_profiles"]![0]!["vault_session_endpoint"]!.GetValue<string>();
        AssertStatus(await Send("POST", endpoint, "Bearer good"), "SUCCESS");
    }

    [TestCase("https://vault.example:8443/", "vault.example"), TestCase("https://vault.example:8443/", "vault.example:8443"), Category("VV-F4"), Category("Finding fc-F4")]
    public async Task The_login_names_the_address_that_was_logged_in_to(string address, string host)
    {
        using var emulator = new VeevaVaultEmulator(Clock, new Uri(address));
        using var http = emulator.CreateClient();
        using var form = new FormUrlEncodedContent([new("username", VeevaVaultEmulator.AdminName), new("password", VeevaVaultEmulator.AdminPassword), new("vaultDNS", host)]);
        using var response = await http.PostAsync("api/v25.3/auth", form);
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("\"url\":\"https://vault.example:8443/api\"").And.EndsWith("\"vaultId\":900}"));
    }

    private Task<Answer> LogInByToken(string token) =>
        Send("POST", Oauth, "Bearer " + token, "vaultDNS=vault.test&client_id=app", "application/x-www-form-urlencoded");
}
