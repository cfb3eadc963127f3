using System.Net.Http.Headers;
using System.Text;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

public class AuthenticationTests : EmulatorTest
{
    private static readonly string Missing = Error(10002, "CF-NotAuthenticated", "Authentication error");
    private static readonly string Invalid = Error(1000, "CF-InvalidAuthToken", "Invalid Auth Token");

    [Test, Category("CF-8.62")]
    public async Task Without_a_bearer_token_it_is_10002()
    {
        AssertAnswer(await Get("/v3/tasks", token: null), 401, Missing);
        var basic = await Send(HttpMethod.Get, "/v3/tasks", null, with: request => request.Headers.TryAddWithoutValidation("Authorization", "Basic YTpi"));
        AssertAnswer(basic, 401, Missing);
        Assert.That(basic.Headers.Keys, Has.None.EqualTo("WWW-Authenticate").And.None.EqualTo("X-USER-GUID"));
    }

    [Test, Category("CF-8.62")]
    public async Task With_a_bad_or_expired_one_it_is_1000()
    {
        AddToken("short", CloudFoundryRole.SpaceDeveloper, expiresAt: Emulator.ServerNow.AddSeconds(60));
        AssertAnswer(await Get("/v3/tasks", "nonsense"), 401, Invalid);
        Assert.That((await Get("/v3/tasks", "short")).Status, Is.EqualTo(200));
        Advance(60);
        AssertAnswer(await Get("/v3/tasks", "short"), 401, Invalid);
        AssertAnswer(await Cancel(Emulator.Add(), "short"), 401, Invalid);
    }

    [Test, Category("CF-8.62")]
    public async Task The_scheme_has_no_case()
    {
        var answer = await Send(HttpMethod.Get, "/v3/tasks", null, with: request => request.Headers.TryAddWithoutValidation("Authorization", "BEARER " + CloudFoundryEmulator.AdminToken));
        Assert.That(answer.Status, Is.EqualTo(200));
    }

    [Test, Category("CF-8.66")]
    public async Task A_password_gives_a_token_that_expires_and_a_refresh_token_that_rotates_if_told_to()
    {
        Emulator.RotatesRefreshTokens = true;
        Emulator.AddUser(new() { Name = "ann", Password = "secret", Roles = [new(CloudFoundryRole.SpaceDeveloper)] });
        var first = await Token("https://login.cf.test/oauth/token", "grant_type=password&username=ann&password=secret");
        Assert.That(first.Status, Is.EqualTo(200));
        Assert.That((first.Json["token_type"]!.GetValue<string>(), first.Json["expires_in"]!.GetValue<int>()), Is.EqualTo(("bearer", 1200)));
        var (access, refresh) = (Text(first, "access_token"), Text(first, "refresh_token"));
        Assert.That((await Get("/v3/tasks", access)).Status, Is.EqualTo(200));
        AssertAnswer(await Get("/v3/tasks", refresh), 401, Invalid);
        Advance(1200);
        AssertAnswer(await Get("/v3/tasks", access), 401, Invalid);

        var form = $"grant_type=refresh_token&refresh_token={refresh}";
        var second = await Token("https://uaa.cf.test/oauth/token", form);
        Assert.That((await Get("/v3/tasks", Text(second, "access_token"))).Status, Is.EqualTo(200));
        Assert.That(Text(second, "refresh_token"), Is.Not.EqualTo(refresh));
        AssertAnswer(await Token("https://uaa.cf.test/oauth/token", form), 401, """{"error":"invalid_token","error_description":"The token expired, was revoked, or the token ID is incorrect."}""");
    }

    [Test, Category("CF-8.66")]
    public async Task Client_credentials_go_in_the_body_or_in_the_header()
    {
        Emulator.AddUser(new() { Name = "robot", ClientSecret = "oil", Roles = [new(CloudFoundryRole.Admin)] });
        var body = await Token("https://uaa.cf.test/oauth/token", "grant_type=client_credentials&client_id=robot&client_secret=oil", basic: null);
        var header = await Token("https://uaa.cf.test/oauth/token", "grant_type=client_credentials", basic: "robot:oil");
        Assert.That((body.Status, header.Status), Is.EqualTo((200, 200)));
        Assert.That(body.Json.AsObject().ContainsKey("refresh_token"), Is.False);
        Assert.That((await Get("/v3/tasks", Text(header, "access_token"))).Status, Is.EqualTo(200));
    }

    [TestCase("grant_type=password&username=ann&password=wrong", "cf:", 401, "unauthorized")]
    [TestCase("grant_type=password&username=ann&password=secret", "cf:x", 401, "unauthorized")]
    [TestCase("grant_type=client_credentials&client_id=a&client_secret=b", null, 401, "unauthorized")]
    [TestCase("grant_type=magic", "cf:", 400, "unsupported_grant_type")]
    [TestCase("", "cf:", 400, "invalid_request")]
    [Category("CF-8.66")]
    public async Task Uaa_errors_have_a_shape_of_their_own(string form, string? basic, int status, string error)
    {
        Emulator.AddUser(new() { Name = "ann", Password = "secret", Roles = [new(CloudFoundryRole.SpaceDeveloper)] });
        var answer = await Token("https://uaa.cf.test/oauth/token", form, basic);
        Assert.That((answer.Status, Text(answer, "error")), Is.EqualTo((status, error)));
        Assert.That(answer.Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "error", "error_description" }));
    }

    [Test, Category("CF-8.66")]
    public async Task The_uaa_answers_nothing_else() =>
        Assert.That((await Send(HttpMethod.Get, "https://uaa.cf.test/v3/tasks")).Status, Is.EqualTo(421));

    private static string Text(Answer answer, string name) => answer.Json[name]!.GetValue<string>();

    private Task<Answer> Token(string address, string form, string? basic = "cf:") => Send(HttpMethod.Post, address, null, with: request =>
    {
        request.Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        request.Headers.Authorization = basic is null ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
    });
}
