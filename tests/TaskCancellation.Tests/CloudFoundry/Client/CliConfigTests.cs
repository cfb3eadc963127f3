using System.Globalization;
using System.Text;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.CloudFoundry.Client;

[TestFixture]
internal sealed class CliConfigTests : ClientTest
{
    private string directory = "";
    private string path = "";

    [SetUp]
    public void SetUpFile()
    {
        directory = Directory.CreateTempSubdirectory("cf-config-").FullName;
        path = Path.Combine(directory, "config.json");
    }

    [TearDown]
    public void TearDownFile() => Directory.Delete(directory, recursive: true);

    [TestCase(false, "/x", null, null, null, "/home/me", "/x/.cf/config.json")]
    [TestCase(false, "/x/", null, null, null, "/home/me", "/x/.cf/config.json")]
    [TestCase(false, null, null, null, null, "/home/me", "/home/me/.cf/config.json")]
    [TestCase(false, "", null, null, "C:\\Users\\me", "/home/me", "/home/me/.cf/config.json")]
    [TestCase(false, null, null, null, null, null, null)]
    [TestCase(true, "D:\\cf", "C:", "\\Users\\me", "C:\\Users\\you", null, "D:\\cf\\.cf\\config.json")]
    [TestCase(true, null, "C:", "\\Users\\me", "C:\\Users\\you", null, "C:\\Users\\me\\.cf\\config.json")]
    [TestCase(true, null, null, null, "C:\\Users\\you", "/home/me", "C:\\Users\\you\\.cf\\config.json")]
    public void The_file_is_where_the_command_line_keeps_it(bool isWindows, string? cfHome, string? drive, string? homePath, string? profile, string? home, string? expected)
    {
        var environment = new Dictionary<string, string?> { ["CF_HOME"] = cfHome, ["HOMEDRIVE"] = drive, ["HOMEPATH"] = homePath, ["USERPROFILE"] = profile, ["HOME"] = home };
        Assert.That(CloudFoundryCliConfigFile.PathFor(isWindows, environment.GetValueOrDefault), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_token_that_is_still_good_is_used_as_it_is()
    {
        var token = Jwt(TimeSpan.FromMinutes(10));
        Write(accessToken: "bearer " + token);
        Service.On(ReadLine, Wire.TaskReply(200));
        await FindAsync();
        Assert.That(Service.Lines, Is.EqualTo(new[] { ReadLine }));
        Assert.That(Service.Requests[0].Request.Header("Authorization"), Is.EqualTo("bearer " + token));
    }

    [TestCase(-60)]
    [TestCase(30)]
    public async Task A_token_that_is_about_to_expire_is_renewed_and_the_file_left_alone(int secondsLeft)
    {
        Write(accessToken: "bearer " + Jwt(TimeSpan.FromSeconds(secondsLeft)));
        var before = await File.ReadAllBytesAsync(path);
        Script();
        await FindAsync();
        var after = await File.ReadAllBytesAsync(path);
        var login = Service.Requests[0].Request;
        Assert.Multiple(() =>
        {
            Assert.That(Service.Lines, Is.EqualTo(new[] { "POST /oauth/token", ReadLine }));
            Assert.That(Service.Hosts[0], Is.EqualTo("https://login.cf.test"));
            Assert.That(login.BodyText, Is.EqualTo("grant_type=refresh_token&refresh_token=stored-refresh"));
            Assert.That(login.Header("Authorization"), Is.EqualTo("Basic " + Convert.ToBase64String("cf:"u8)));
            Assert.That(after, Is.EqualTo(before));
        });
    }

    [Test]
    public async Task A_stored_token_that_is_refused_is_renewed()
    {
        Write(accessToken: "bearer opaque");
        Script();
        Service.On(ReadLine, Wire.Error(401, 1000, "CF-InvalidAuthToken", "Invalid Auth Token"), Wire.TaskReply(200));
        Assert.That(await FindAsync(), Is.Not.Null);
        Assert.That(Service.Lines, Is.EqualTo(new[] { ReadLine, "POST /oauth/token", ReadLine }));
    }

    [Test, Category("CF-8.66")]
    public async Task A_newer_refresh_token_is_kept_until_the_command_line_logs_in_again()
    {
        Write();
        Script();
        var client = CreateClient(CloudFoundryCredential.CliConfig(path));
        await client.FindAsync(Wire.Guid);
        Clock.Advance(TimeSpan.FromHours(1));
        await client.FindAsync(Wire.Guid);
        Write(refreshToken: "another-login");
        Clock.Advance(TimeSpan.FromHours(1));
        await client.FindAsync(Wire.Guid);
        Assert.That(Service.Requests.Where(line => line.Request.Method == "POST").Select(line => line.Request.BodyText), Is.EqualTo(new[]
        {
            "grant_type=refresh_token&refresh_token=stored-refresh",
            "grant_type=refresh_token&refresh_token=rotated",
            "grant_type=refresh_token&refresh_token=another-login",
        }));
    }

    [Test]
    public async Task A_login_of_a_client_is_repeated_with_its_secret()
    {
        Write(refreshToken: "", extra: ",\"UAAGrantType\":\"client_credentials\",\"UAAOAuthClient\":\"ci\",\"UAAOAuthClientSecret\":\"s\"");
        Script();
        await FindAsync();
        Assert.That(Service.Requests[0].Request.BodyText, Is.EqualTo("grant_type=client_credentials&client_id=ci&client_secret=s"));
    }

    [TestCase("")]
    [TestCase(",\"UAAOAuthClientSecret\":\"\"")]
    [TestCase(",\"UAAOAuthClientSecret\":null")]
    [Category("Finding fc-F9")]
    public void Of_a_login_of_a_client_the_command_line_keeps_no_secret_and_that_is_said(string secret)
    {
        Write(refreshToken: "", extra: ",\"UAAGrantType\":\"client_credentials\",\"UAAOAuthClient\":\"ci\"" + secret);
        Script();

        Assert.That(Failure().Message, Does.Contain("'ci', whose secret it does not keep").And.Contain("cf auth --client-credentials").And.Contain("ClientCredentials").And.Not.Contain("Bad credentials"));
        Assert.That(Service.Requests, Is.Empty, "no login is tried with an empty secret");
    }

    [Test]
    [Category("Finding fc-F9")]
    public void A_login_of_a_client_whose_secret_is_not_kept_is_not_tried_again_and_told()
    {
        Write(refreshToken: "", extra: ",\"UAAGrantType\":\"client_credentials\",\"UAAOAuthClient\":\"ci\",\"UAAOAuthClientSecret\":\"\"");
        var error = Failure();
        Assert.That(error.Message, Does.Contain("'ci'").And.Contain("does not keep").And.Contain("cf auth --client-credentials"));
        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public void Another_target_is_refused()
    {
        Write(target: "https://api.other.test", accessToken: "bearer " + Jwt(TimeSpan.FromHours(1)));
        var error = Failure();
        Assert.That(error.Message, Does.Contain("https://api.cf.test/").And.Contain("https://api.other.test"));
        Assert.That(Service.Requests, Is.Empty);
    }

    [TestCase("")]
    [TestCase("{\"AccessToken\":\"s3cret")]
    [TestCase("null")]
    [TestCase("{\"Target\":7,\"AccessToken\":\"s3cret\"}")]
    public async Task A_file_that_is_not_the_command_lines_is_refused(string content)
    {
        await File.WriteAllTextAsync(path, content);
        var error = Failure();
        Assert.That(error.ToString(), Does.Contain(path).And.Contain("cf login").And.Not.Contain("s3cret"));
    }

    [Test]
    public void A_missing_file_is_refused()
    {
        Assert.That(Failure().Message, Does.Contain("cannot be read"));
        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public void Without_anything_to_renew_with_the_user_is_told_to_log_in()
    {
        Write(refreshToken: "");
        Assert.That(Failure().Message, Does.Contain("cf login"));
    }

    [Test]
    public void A_login_in_the_clear_gets_nothing()
    {
        Write(login: "http://login.cf.test");
        Assert.That(Failure().Message, Does.Contain("not an https address"));
        Assert.That(Service.Requests, Is.Empty);
    }

    // The file is read in real time, which the clock must not overtake; nothing here waits for the clock.
    private Task<TaskSnapshot?> FindAsync() => CreateClient(CloudFoundryCredential.CliConfig(path)).FindAsync(Wire.Guid);

    private TaskRequestException Failure() => Assert.CatchAsync<TaskRequestException>(() => FindAsync())!;

    private void Script() => Service.On(ReadLine, Wire.TaskReply(200))
        .On("POST /oauth/token", EmulatedReply.Json(200, """{"access_token":"renewed","refresh_token":"rotated","expires_in":1200}"""));

    private void Write(string target = "https://API.cf.test", string accessToken = "", string refreshToken = "stored-refresh", string login = "https://login.cf.test", string extra = ",\"UAAOAuthClient\":\"cf\",\"UAAOAuthClientSecret\":\"\",\"UAAGrantType\":\"\"") =>
        File.WriteAllText(path, $$"""{"ConfigVersion":4,"Target":{{Wire.Text(target)}},"AccessToken":{{Wire.Text(accessToken)}},"RefreshToken":{{Wire.Text(refreshToken)}},"AuthorizationEndpoint":{{Wire.Text(login)}},"SSLDisabled":true,"OrganizationFields":{"GUID":"","Name":""}{{extra}}}""");

    private string Jwt(TimeSpan left)
    {
        var exp = (Clock.GetUtcNow() + left).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{Encode("{}")}.{Encode("{\"exp\":" + exp + "}")}.sig";

        static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }
}
