namespace TaskCancellation.Tests.Meilisearch.Emulator;

/// <summary>Who may do what, and what a key for some indexes sees.</summary>
public sealed class KeyTests : EmulatorTest
{
    private static readonly (int, string) Missing = Refusal(401, "missing_authorization_header", "The Authorization header is missing. It must use the bearer authorization method.", "auth");
    private static readonly (int, string) Invalid = Refusal(403, "invalid_api_key", "The provided API key is invalid.", "auth");

    [SetUp]
    public void Lock() => Server.MasterKey = "MASTER";

    [Category("MS-8.22"), Category("MS-8.23")]
    [TestCase("*", true, true, true, true)]
    [TestCase("tasks.*", true, true, true, false)]
    [TestCase("tasks.cancel", true, false, false, false)]
    [TestCase("tasks.get", false, true, false, false)]
    [TestCase("tasks.delete", false, false, true, false)]
    [TestCase("*.get", false, true, false, false)]
    [TestCase("version", false, false, false, true)]
    [TestCase("search", false, false, false, false)]
    public async Task Actions_open_their_routes_only(string action, bool cancels, bool reads, bool deletes, bool showsVersion)
    {
        Server.AddUser(new() { Name = "k", ApiKey = "k", Actions = [action] });
        Assert.That((await Cancel("?uids=0", "Bearer k")).Status, Is.EqualTo(cancels ? 200 : 403));
        Assert.That((await Get("/tasks", "Bearer k")).Status, Is.EqualTo(reads ? 200 : 403));
        Assert.That((await Get("/tasks/999", "Bearer k")).Status, Is.EqualTo(reads ? 404 : 403));
        Assert.That((await Get("/batches", "Bearer k")).Status, Is.EqualTo(reads ? 200 : 403));
        Assert.That((await Send("DELETE", "/tasks?uids=9", "Bearer k")).Status, Is.EqualTo(deletes ? 200 : 403));
        Assert.That((await Get("/version", "Bearer k")).Status, Is.EqualTo(showsVersion ? 200 : 403));
        Assert.That((await Get("/health")).Status, Is.EqualTo(200));
    }

    [Test]
    [Category("MS-8.22")]
    public async Task Reading_everything_is_unknown_to_old_servers()
    {
        Server.Version = "1.15";
        Server.AddUser(new() { Name = "k", ApiKey = "k", Actions = ["*.get"] });
        Assert.That(await Get("/tasks", "Bearer k"), Is.EqualTo(Invalid));
    }

    [Test]
    [Category("MS-8.58")]
    public async Task Unknown_expired_and_tenant_keys_look_alike()
    {
        Server.AddUser(new() { Name = "old", ApiKey = "old", Actions = ["*"], ExpiresAt = Clock.GetUtcNow().AddSeconds(1) });
        Assert.That((await Cancel("?uids=0", "Bearer old")).Status, Is.EqualTo(200));
        Pass(1000);
        Assert.That(await Cancel("?uids=0", "Bearer old"), Is.EqualTo(Invalid));
        Assert.That(await Cancel("?uids=0", "Bearer nobody"), Is.EqualTo(Invalid));
        Assert.That(await Cancel("?uids=0", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzZWFyY2hSdWxlcyI6WyIqIl19.c2ln"), Is.EqualTo(Invalid));
        Assert.That(await Cancel("?uids=0", "Bearer"), Is.EqualTo(Invalid));
        Assert.That((await Cancel("?uids=0", "Bearer MASTER")).Status, Is.EqualTo(200));
    }

    [Category("MS-8.59")]
    [TestCase("bearer MASTER")]
    [TestCase("Basic MASTER")]
    [TestCase("MASTER")]
    public async Task Other_schemes_count_as_no_header(string header) => Assert.That(await Cancel("?uids=0", header), Is.EqualTo(Missing));

    [Test]
    [Category("MS-8.59"), Category("Inferred")]
    public async Task Other_schemes_are_refused_even_by_an_open_server()
    {
        Server.MasterKey = null;
        Assert.That(await Cancel("?uids=0", "Basic x"), Is.EqualTo(Missing));
        Assert.That((await Cancel("?uids=0", "Bearer whatever")).Status, Is.EqualTo(200));
        Assert.That((await Cancel("?uids=0")).Status, Is.EqualTo(200));
    }

    [Test]
    [Category("MS-8.60")]
    public async Task Keys_are_looked_at_before_parameters()
    {
        Assert.That(await Cancel("?uids=doggo"), Is.EqualTo(Missing));
        Assert.That(await Cancel("", "Bearer no"), Is.EqualTo(Invalid));
        Assert.That(await Get("/tasks/abc"), Is.EqualTo(Missing));
    }

    [Test]
    [Category("MS-8.21"), Category("MS-8.39")]
    public async Task A_scoped_key_sees_its_indexes_only()
    {
        Server.AddUser(new() { Name = "movies", ApiKey = "movies", Actions = ["*"], Indexes = ["movies"] });
        Server.AddUser(new() { Name = "mo", ApiKey = "mo", Actions = ["*"], Indexes = ["mo*", "books"] });
        Add();
        Add("books");
        Add("models");
        Server.Add(new() { Kind = "indexUpdate", OtherIndexUids = ["films"] });
        Server.Add(new() { Kind = "indexSwap", OtherIndexUids = ["movies", "models"] });
        Add(kind: "dumpCreation");
        Assert.That(await Uids("", "Bearer movies"), Is.EqualTo("0"));
        Assert.That(await Uids("", "Bearer mo"), Is.EqualTo("2,1,0"));
        Assert.That(await Uids("", "Bearer MASTER"), Is.EqualTo("5,4,3,2,1,0"));
        Assert.That((await Get("/tasks/1", "Bearer movies")).Status, Is.EqualTo(404));
    }

    [Test]
    [Category("MS-8.21"), Category("Inferred")]
    public async Task A_scoped_keys_pages_are_cut_before_hiding()
    {
        Server.AddUser(new() { Name = "movies", ApiKey = "movies", Actions = ["*"], Indexes = ["movies"] });
        Add();
        Add("books");
        Add("books");
        Assert.That((await Get("/tasks?limit=1", "Bearer movies")).Body, Is.EqualTo("""{"results":[],"total":3,"limit":1,"from":null,"next":null}"""));
    }

    [Test]
    [Category("MS-8.56"), Category("MS-8.57"), Category("Inferred")]
    public async Task A_scoped_cancellation_leaves_others_out_and_is_invisible_to_its_key()
    {
        Server.AddUser(new() { Name = "movies", ApiKey = "movies", Actions = ["*"], Indexes = ["movies"] });
        Add();
        Add("books");
        Add(kind: "dumpCreation");
        Assert.That(await CancelAccepted("?statuses=enqueued", "Bearer movies"), Is.EqualTo(3));
        Pass(20);
        Assert.That(Server.Rows.Select(row => row.CanceledBy), Is.EqualTo(new long?[] { 3, null, null, null }));
        Assert.That(Server.Rows[3].DetailsJson, Is.EqualTo("""{"matchedTasks":1,"canceledTasks":1,"originalFilter":"?statuses=enqueued"}"""));
        Assert.That(await Get("/tasks/3", "Bearer movies"), Is.EqualTo(Refusal(404, "task_not_found", "Task `3` not found.")));
        Assert.That((await Get("/tasks/3", "Bearer MASTER")).Status, Is.EqualTo(200));
    }
}
