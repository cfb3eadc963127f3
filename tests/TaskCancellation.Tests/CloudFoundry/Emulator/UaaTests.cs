using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

/// <summary>The emulated UAA, as the official clients ask it: F1 to F3 and R1 to R6 of what was found with them.</summary>
public class UaaTests : EmulatorTest
{
    private const string Password = "grant_type=password&username=ann&password=secret";

    [SetUp]
    public void AddAnn() => Emulator.AddUser(new() { Name = "ann", Id = "ann-guid", Password = "secret", Roles = [new(CloudFoundryRole.Admin)] });

    [Test, Category("Finding fc-F1")]
    public async Task F1_access_tokens_are_signed_and_name_user_and_expiry()
    {
        var token = Text(await Ask("/oauth/token", Password), "access_token");
        var claims = Claims(token);
        Assert.Multiple(() =>
        {
            Assert.That(claims["user_id"]!.GetValue<string>(), Is.EqualTo("ann-guid"));
            Assert.That(claims["iss"]!.GetValue<string>(), Is.EqualTo("https://uaa.cf.test/oauth/token"));
            Assert.That(claims["exp"]!.GetValue<long>() - claims["iat"]!.GetValue<long>(), Is.EqualTo(1200));
            Assert.That(claims["scope"]!.AsArray().Select(scope => scope!.GetValue<string>()), Has.Member("cloud_controller.admin"));
        });
        Assert.That((await Get("/v3/tasks", token)).Headers["X-USER-GUID"], Is.EqualTo("ann-guid"));
        Assert.That((await Get("/v3/tasks", token[..^4])).Status, Is.EqualTo(401));
        Emulator.RevokeTokens();
        Assert.That((await Get("/v3/tasks", token)).Status, Is.EqualTo(401));
    }

    [Test, Category("Finding fc-F2")]
    public async Task F2_a_refresh_token_can_be_used_again()
    {
        var form = $"grant_type=refresh_token&refresh_token={Text(await Ask("/oauth/token", Password), "refresh_token")}";
        var answers = new[] { await Ask("/oauth/token", form), await Ask("/oauth/token", form) };
        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
    }

    [Test, Category("Finding fc-F3")]
    public async Task F3_the_login_tells_what_to_prompt_for()
    {
        var answer = await Send(HttpMethod.Get, "https://login.cf.test/login", null);
        Assert.That(answer.Json["prompts"]!.ToJsonString(), Is.EqualTo("""{"username":["text","Email"],"password":["password","Password"]}"""));
    }

    [Test, Category("Finding fc-R1")]
    public async Task R1_a_scope_that_is_asked_for_narrows_the_token()
    {
        var reader = await Ask("/oauth/token", Password + "&scope=cloud_controller.read");
        Assert.That(Text(reader, "scope"), Is.EqualTo("cloud_controller.read"));
        AssertAnswer(await Cancel(Emulator.Add(), Text(reader, "access_token")), 403, Error(10003, "CF-NotAuthorized", "You are not authorized to perform the requested action"));
        var nothing = await Ask("/oauth/token", Password + "&scope=magic");
        Assert.That((nothing.Status, Text(nothing, "error")), Is.EqualTo((400, "invalid_scope")));
    }

    [TestCase("robot%2B1:o%3Ail%25")]
    [TestCase("robot+1:o:il%")]
    [Category("Finding fc-R2")]
    public async Task R2_basic_credentials_may_be_form_encoded(string basic)
    {
        Emulator.AddUser(new() { Name = "robot+1", ClientSecret = "o:il%", Roles = [new(CloudFoundryRole.Admin)] });
        Assert.That((await Ask("/oauth/token", "grant_type=client_credentials", basic)).Status, Is.EqualTo(200));
    }

    [Test, Category("Finding fc-R3")]
    public async Task R3_client_and_secret_may_stand_in_the_form()
    {
        Emulator.AddUser(new() { Name = "robot", ClientSecret = "oil", Roles = [new(CloudFoundryRole.Admin)] });
        Assert.That((await Ask("/oauth/token", Password + "&client_id=robot&client_secret=oil", basic: null)).Status, Is.EqualTo(200));
        Assert.That((await Ask("/oauth/token", Password + "&client_id=cf&client_secret=", basic: null)).Status, Is.EqualTo(200));
    }

    [Test, Category("Finding fc-R4")]
    public async Task R4_the_key_the_meaning_of_a_token_and_its_user_are_served()
    {
        Emulator.AddUser(new() { Name = "robot", ClientSecret = "oil", Roles = [new(CloudFoundryRole.Admin)] });
        var token = Text(await Ask("/oauth/token", Password), "access_token");
        var key = await Ask("/token_key", null, "robot:oil");
        var keys = await Ask("/token_keys", null, "robot:oil");
        Assert.That((Text(key, "alg"), Text(key, "value")), Is.EqualTo(("HS256", Emulator.TokenKey)));
        Assert.That(keys.Json["keys"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That((await Ask("/token_key", null, basic: null)).Status, Is.EqualTo(401));
        Assert.That((await Ask("/check_token", $"token={token}", "robot:oil")).Json["user_name"]!.GetValue<string>(), Is.EqualTo("ann"));
        Assert.That((await Ask("/check_token", "token=nonsense", "robot:oil")).Status, Is.EqualTo(400));
        Assert.That((await Send(HttpMethod.Get, "https://uaa.cf.test/userinfo", token)).Json["user_id"]!.GetValue<string>(), Is.EqualTo("ann-guid"));
    }

    [Test, Category("Finding fc-R5")]
    public async Task R5_there_is_an_identity_token_where_the_scope_has_openid()
    {
        var all = (await Ask("/oauth/token", Password)).Json.AsObject();
        var some = (await Ask("/oauth/token", Password + "&scope=cloud_controller.read")).Json.AsObject();
        Assert.That((all.ContainsKey("id_token"), some.ContainsKey("id_token")), Is.EqualTo((true, false)));
    }

    [Test, Category("Finding fc-R6")]
    public async Task R6_the_client_of_the_command_line_gets_no_token_of_its_own()
    {
        var answer = await Ask("/oauth/token", "grant_type=client_credentials");
        Assert.That((answer.Status, Text(answer, "error")), Is.EqualTo((401, "invalid_client")));
    }

    private static string Text(Answer answer, string name) => answer.Json[name]!.GetValue<string>();

    private static JsonNode Claims(string token) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!;

    private Task<Answer> Ask(string path, string? form, string? basic = "cf:") => Send(form is null ? HttpMethod.Get : HttpMethod.Post, $"https://uaa.cf.test{path}", null, with: request =>
    {
        request.Content = form is null ? null : new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        request.Headers.Authorization = basic is null ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
    });
}
