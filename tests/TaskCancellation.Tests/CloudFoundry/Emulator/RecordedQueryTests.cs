using System.Globalization;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

/// <summary>Parameters of lists, as a recorded controller read them.</summary>
public class RecordedQueryTests : EmulatorTest
{
    private const string Format = "Created ats has an invalid timestamp format. Timestamps should be formatted as 'YYYY-MM-DDThh:mm:ssZ'";

    private const string Valid =
        "'page', 'per_page', 'order_by', 'created_ats', 'updated_ats', 'guids', 'names', 'states', 'app_guids', 'organization_guids', 'space_guids', 'app_guid', 'sequence_ids', 'label_selector'";

    private static readonly string Long = new('a', 64);

    /// <summary>Three tasks in the first three seconds of a day, the second at the very end of its second.</summary>
    [SetUp]
    public void AddTasks()
    {
        var day = new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
        foreach (var (name, after, label) in new[] { ("alpha", TimeSpan.Zero, "prod"), ("Beta", TimeSpan.FromMicroseconds(1_999_999), ""), ("last", TimeSpan.FromSeconds(2.5), null) })
        {
            Emulator.Add(new()
            {
                Name = name,
                CreatedAt = day + after,
                Labels = label is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["env"] = label },
            });
        }
    }

    [TestCase("label_selector=env%3D", "", Category = "Finding cf-C6")]
    [TestCase("label_selector=env%3D%3D", "", Category = "Finding cf-C6")]
    [TestCase("label_selector=env+in+()", "", Category = "Finding cf-C6")]
    [TestCase("label_selector=env+in+(,)", "", Category = "Finding cf-C6")]
    [TestCase("label_selector=env+in+(prod,)", "alpha", Category = "Finding cf-C6")]
    [TestCase("label_selector=env!%3D", "alpha,Beta,last", Category = "Finding cf-C6")]
    [TestCase("label_selector=env+notin+()", "alpha,Beta,last", Category = "Finding cf-C6")]
    [TestCase("label_selector=env,", "alpha,Beta", Category = "Finding fc-F7")]
    [TestCase("label_selector=env,,env%3Dprod", "alpha", Category = "Finding fc-F7")]
    [TestCase("created_ats=2026-01-01T08:00:01Z", "", Category = "Finding cf-C9")]
    [TestCase("created_ats[lte]=2026-01-01T08:00:01Z", "alpha", Category = "Finding cf-C9")]
    [TestCase("created_ats[gt]=2026-01-01T08:00:01Z", "Beta,last", Category = "Finding cf-C9")]
    [TestCase("created_ats[lt]=2026-01-01T08:00:02Z", "alpha,Beta", Category = "Finding cf-C9")]
    [TestCase("created_ats[gt]=2026-02-30T00:00:00Z", "", Category = "Finding cf-C13")]
    [TestCase("created_ats[lt]=2026-02-30T00:00:00Z", "alpha,Beta,last", Category = "Finding cf-C13")]
    [TestCase("created_ats[lt]=2025-12-31T24:00:00Z", "", Category = "Finding cf-C13")]
    [TestCase("created_ats=2026-01-01T07:59:60Z", "alpha", Category = "Finding cf-C13")]
    [TestCase("created_ats=2026-01-01T08:00:00Z%0A", "alpha", Category = "Finding cf-C13")]
    [TestCase("=x", "alpha,Beta,last", Category = "Finding cf-C18")]
    [TestCase("per_page=1;page=2", "alpha", Category = "Finding cf-C18")]
    [TestCase("names[]=alpha", "", Category = "Finding fc-F10")]
    [TestCase("names[]=alpha&names=Beta", "Beta", Category = "Finding fc-F10")]
    [TestCase("per_page=1abc", "alpha", Category = "Finding fc-F10")]
    [TestCase("per_page=2.9", "alpha,Beta", Category = "Finding fc-F10")]
    [TestCase("per_page=+2", "alpha,Beta", Category = "Finding fc-F10")]
    [TestCase("per_page=%2B2", "alpha,Beta", Category = "Finding fc-F10")]
    [TestCase("per_page=1_0", "alpha,Beta,last", Category = "Finding fc-F10")]
    [TestCase("per_page=1e3", "alpha", Category = "Finding fc-F10")]
    [TestCase("per_page=1,2", "alpha", Category = "Finding fc-F10")]
    [TestCase("page&per_page", "alpha,Beta,last", Category = "Finding fc-F10")]
    [TestCase("order_by=", "alpha,Beta,last", Category = "Finding fc-F10")]
    [TestCase("app_guid=", "alpha,Beta,last", Category = "Finding fc-F10")]
    [TestCase("app_guid=%20", "alpha,Beta,last", Category = "Finding fc-F10")]
    public async Task Taken(string query, string names)
    {
        var answer = await Get("/v3/tasks?" + query);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        Assert.That(Names(answer), Is.EqualTo(names));
    }

    [TestCase("01", "alpha")]
    [TestCase("1%20", "alpha")]
    [TestCase("%201", "alpha")]
    [TestCase("%2B1", "alpha")]
    [TestCase("0", "")]
    [Category("Finding cf-C15")]
    public async Task Sequence_ids_are_numbers(string ids, string names) =>
        Assert.That(Names(await Get($"/v3/apps/{Emulator.DefaultAppId}/tasks?sequence_ids={ids}")), Is.EqualTo(names));

    [TestCase("created_ats[]=2026-01-01T08:00:00Z", Format, Category = "Finding cf-C14")]
    [TestCase("created_ats[]=2026-01-01T08:00:00Z&created_ats[]=x", Format + ", " + Format, Category = "Finding cf-C14")]
    [TestCase("created_ats[gt][x]=2026-01-01T08:00:00Z", Format, Category = "Finding cf-C14")]
    [TestCase("created_ats[foo]=x&created_ats[lt]=y", "Created ats Invalid relational operator: 'foo', " + Format + ", " + Format, Category = "Finding cf-C14")]
    [TestCase("a[]=1", "Unknown query parameter(s): 'a'. Valid parameters are: " + Valid, Category = "Finding cf-C16")]
    [TestCase("a[b]=1", "Unknown query parameter(s): 'a'. Valid parameters are: " + Valid, Category = "Finding cf-C16")]
    [TestCase("fields[app]=name", "Unknown query parameter(s): 'fields'. Valid parameters are: " + Valid, Category = "Finding cf-C16")]
    [TestCase("?per_page=1", "Unknown query parameter(s): '?per_page'. Valid parameters are: " + Valid, Category = "Finding cf-C18")]
    [TestCase("names[=a", "Unknown query parameter(s): 'names['. Valid parameters are: " + Valid, Category = "Finding cf-C18")]
    [TestCase("label_selector=env%3Da+b", "'a b' contains invalid characters", Category = "Finding cf-C17")]
    [TestCase("label_selector=env%3D-a", "'-a' starts or ends with invalid characters", Category = "Finding cf-C17")]
    [TestCase("label_selector=example.com%2F", "key cannot be empty string", Category = "Finding cf-C17")]
    [TestCase("label_selector=example.com%2Fa%2Fb", "key has more than one '/'", Category = "Finding cf-C17")]
    [TestCase("label_selector=x%2Fa", "prefix 'x' must be in valid dns format", Category = "Finding cf-C17")]
    [TestCase("label_selector=CloudFoundry.org%2Fa", "prefix 'cloudfoundry.org' is reserved", Category = "Finding cf-C17")]
    [TestCase("label_selector=,,", "Missing label_selector value", Category = "Finding cf-C17")]
    [TestCase("label_selector=team%3Dx,+env%3Dprod", "Invalid label_selector value", Category = "Finding fc-F7")]
    [TestCase("label_selector=team+%3D+x", "Invalid label_selector value", Category = "Finding fc-F7")]
    [TestCase("label_selector=+env", "Invalid label_selector value", Category = "Finding fc-F7")]
    [TestCase("label_selector=env+in(prod)", "Invalid label_selector value", Category = "Finding fc-F7")]
    [TestCase("label_selector=env+in+(prod,+test)", "' test' contains invalid characters", Category = "Finding fc-F7")]
    [TestCase("label_selector=env%0A", "Invalid label_selector value", Category = "Finding cf-F7")]
    [TestCase("label_selector=env%09in+(prod)", "Invalid label_selector value", Category = "Finding cf-F7")]
    [TestCase("label_selector=*&order_by=name&per_page=0&page=0&created_ats=x&guid=a",
        "Page must be a positive integer, Per page must be a positive integer, Order by can only be: 'created_at', 'updated_at', " + Format + ", Invalid label_selector value, Unknown query parameter(s): 'guid'. Valid parameters are: " + Valid,
        Category = "Finding cf-F10")]
    [TestCase("page=9223372036854775807&per_page=2", "Maximum result (page * per_page) must be less than 9223372036854775807", Category = "Finding fc-F10")]
    public async Task Refused(string query, string messages) => AssertAnswer(await Get("/v3/tasks?" + query), 400, BadQuery(messages));

    [Test, Category("Finding cf-C17")]
    public async Task Long_keys_values_and_prefixes_are_named_by_their_begin()
    {
        const string tooLong = "'aaaaaaaa...' is greater than 63 characters";
        AssertAnswer(await Get($"/v3/tasks?label_selector={Long}"), 400, BadQuery(tooLong));
        AssertAnswer(await Get($"/v3/tasks?label_selector=env%3D{Long}"), 400, BadQuery(tooLong));
        var prefix = string.Join('.', Enumerable.Repeat(new string('p', 63), 4));
        AssertAnswer(await Get($"/v3/tasks?label_selector={prefix}%2Fk"), 400, BadQuery("prefix 'pppppppp...' is greater than 253 characters"));
    }

    [TestCase("names=100%")]
    [TestCase("names=%zz")]
    [TestCase("names=%ff")]
    [TestCase("a=1&a[b]=2")]
    [TestCase("names=a&names[]=b")]
    [Category("Finding cf-C11")]
    public async Task Unreadable_queries_are_500_in_plain_text(string query)
    {
        var task = Emulator.Rows[0].Id;
        foreach (var answer in new[] { await Get("/v3/tasks?" + query), await Send(HttpMethod.Post, $"/v3/tasks/{task}/actions/cancel?{query}") })
        {
            Assert.That((answer.Status, answer.Headers["Content-Type"]), Is.EqualTo((500, "text/plain; charset=utf-8")));
            Assert.That(answer.Body, Does.StartWith("500 Internal Server Error"));
        }

        AssertRow(task, "RUNNING");
    }

    [TestCase("/v3/tasks?names=%00")]
    [TestCase("/v3/apps/APP/tasks?sequence_ids=99900099999")]
    [TestCase("/v3/apps/APP/tasks?sequence_ids[]=1")]
    [TestCase("/v3/apps/APP/tasks?sequence_ids=")]
    [TestCase("/v3/tasks?label_selector[]=env")]
    [TestCase("/v3/tasks?page[]=1")]
    [TestCase("/v3/tasks?per_page[]=1")]
    [TestCase("/v3/tasks?order_by[]=created_at")]
    [TestCase("/v3/tasks?app_guid[]=a")]
    [TestCase("/v3/tasks?created_ats")]
    [TestCase("/v3/tasks?created_ats=2026-13-01T00:00:00Z")]
    [TestCase("/v3/tasks?created_ats=0000-01-01T00:00:00Z")]
    [TestCase("/v3/tasks/a%00")]
    [Category("Finding cf-C12")]
    public async Task What_only_the_database_notices_is_500_10001(string path)
    {
        var answer = await Get(path.Replace("APP", Emulator.DefaultAppId, StringComparison.Ordinal));
        Assert.That((answer.Status, answer.Json["errors"]![0]!["code"]!.GetValue<int>()), Is.EqualTo((500, 10001)));
    }

    [TestCase("names", "first", "names&page=1&per_page=50", Category = "Finding cf-C19")]
    [TestCase("page=2147483649", "previous", "page=2147483648&per_page=50", Category = "Finding cf-C19")]
    [TestCase("names[]=a", "first", "names=%5B%22a%22%5D&page=1&per_page=50", Category = "Finding cf-F10")]
    [TestCase("names=50%252525,a%252Cb", "first", "names=50%2525%2Ca%252Cb&page=1&per_page=50", Category = "Finding fc-F10")]
    public async Task Links(string query, string link, string expected) =>
        Assert.That((await Get("/v3/tasks?" + query)).Json["pagination"]![link]!["href"]!.GetValue<string>(), Is.EqualTo("https://api.cf.test/v3/tasks?" + expected));

    [Test, Category("Finding cf-C8")]
    public async Task Order_within_a_second_is_that_of_microseconds()
    {
        var second = Emulator.ServerNow.AddHours(20);
        foreach (var microsecond in new[] { 2, 3, 1 })
        {
            Emulator.Add(new() { Name = microsecond.ToString(CultureInfo.InvariantCulture), CreatedAt = second.AddMicroseconds(microsecond) });
            Clock.Advance(TimeSpan.FromMicroseconds(1));
            await Cancel(Emulator.Rows[^1].Id);
        }

        Assert.That(Names(await Get("/v3/tasks?order_by=-created_at&per_page=3")), Is.EqualTo("3,2,1"));
        Assert.That((await Get("/v3/audit_events?order_by=-created_at")).Json["resources"]!.AsArray().Select(line => line!["data"]!["request"]!["name"]!.GetValue<string>()), Is.EqualTo(new[] { "1", "3", "2" }));
    }

    private static string Names(Answer answer) => string.Join(',', answer.Json["resources"]!.AsArray().Select(task => task!["name"]!.GetValue<string>()));
}
