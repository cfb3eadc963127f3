namespace TaskCancellation.Tests.CloudFoundry.Emulator;

public class BadQueryTests : EmulatorTest
{
    private const string Format = "has an invalid timestamp format. Timestamps should be formatted as 'YYYY-MM-DDThh:mm:ssZ'";

    private const string Valid =
        "'page', 'per_page', 'order_by', 'created_ats', 'updated_ats', 'guids', 'names', 'states', 'app_guids', 'organization_guids', 'space_guids', 'app_guid', 'sequence_ids', 'label_selector'";

    [TestCase("per_page=0", "Per page must be a positive integer", Category = "CF-8.35")]
    [TestCase("per_page=many", "Per page must be a positive integer", Category = "CF-8.35")]
    [TestCase("per_page=5001", "Per page must be between 1 and 5000", Category = "CF-8.35")]
    [TestCase("page=0", "Page must be a positive integer", Category = "CF-8.35")]
    [TestCase("page=0&per_page=0", "Page must be a positive integer, Per page must be a positive integer", Category = "CF-8.35")]
    [TestCase("sequence_ids=1", "Unknown query parameter(s): 'sequence_ids'", Category = "CF-8.38")]
    [TestCase("names[a]=b", "Names must be an array", Category = "CF-8.39")]
    [TestCase("order_by=name", "Order by can only be: 'created_at', 'updated_at'", Category = "CF-8.40")]
    [TestCase("created_ats=yesterday", "Created ats " + Format, Category = "CF-8.40")]
    [TestCase("updated_ats=2026-01-01T00:00:00.5Z", "Updated ats " + Format, Category = "CF-8.40")]
    [TestCase("created_ats[foo]=2026-01-01T00:00:00Z", "Created ats Invalid relational operator: 'foo'", Category = "CF-8.40")]
    [TestCase("created_ats[lt]=2026-01-01T00:00:00Z,2026-01-02T00:00:00Z", "Created ats only accepts one value when using a relational operator", Category = "CF-8.40")]
    [TestCase("label_selector=", "Missing label_selector value", Category = "CF-8.40")]
    [TestCase("label_selector=a=b=c", "'b=c' contains invalid characters", Category = "CF-8.40")]
    [TestCase("label_selector=-a", "'-a' starts or ends with invalid characters", Category = "CF-8.40")]
    public async Task Global_list(string query, string messages) => AssertAnswer(await Get("/v3/tasks?" + query), 400, BadQuery(messages));

    [Test, Category("CF-8.40")]
    public async Task Too_many_label_requirements()
    {
        string Query(int count) => "/v3/tasks?label_selector=" + string.Join(',', Enumerable.Range(1, count).Select(number => $"k{number}"));
        Assert.That(await List(Query(50)), Is.Empty);
        AssertAnswer(await Get(Query(51)), 400, BadQuery("Too many label_selector requirements (maximum is 50)"));
    }

    [Test, Category("CF-8.36")]
    public async Task Unknown_parameters_are_named() =>
        AssertAnswer(await Get("/v3/tasks?meow=1&nyan=2"), 400, BadQuery($"Unknown query parameter(s): 'meow', 'nyan'. Valid parameters are: {Valid}"));

    [Test, Category("CF-8.37")]
    public async Task Nested_list_refuses_containers_in_its_own_order() => AssertAnswer(
        await Get($"/v3/apps/{Emulator.DefaultAppId}/tasks?app_guids=a&organization_guids=o&space_guids=s"),
        400,
        BadQuery("Unknown query parameter(s): 'space_guids', 'organization_guids', 'app_guids'"));

    [Test, Category("CF-8.38"), Category("Inferred")]
    public async Task A_sequence_id_that_is_no_number_reaches_the_database() =>
        Assert.That((await Get($"/v3/apps/{Emulator.DefaultAppId}/tasks?sequence_ids=x")).Status, Is.EqualTo(500));

    [Test, Category("CF-8.35")]
    public async Task An_operator_can_limit_the_depth()
    {
        Emulator.MaxTotalResults = 100;
        Assert.That(await List("/v3/tasks?page=2&per_page=50"), Is.Empty);
        AssertAnswer(await Get("/v3/tasks?page=3&per_page=50"), 400, BadQuery("Maximum result (page * per_page) must be less than 100"));
    }
}
