using TaskCancellation.CloudFoundry;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.CloudFoundry.Client;

/// <summary>What the client knows of the service without asking: limits, the state machine, ids, addresses, and what errors mean.</summary>
[TestFixture]
internal sealed class FactTests
{
    private const string Caveat = "Canceled is said of a task's record, which moves before the process is stopped: the process may run on for a moment, and may still end by itself after its cancel was accepted.";

    private static readonly string[] States =
    [
        "PENDING: PENDING, Pending, Accepted", "RUNNING: RUNNING, Running, Accepted", "CANCELING: CANCELING, Canceling, Accepted",
        "SUCCEEDED: SUCCEEDED, Succeeded, Refused", "FAILED: FAILED, Failed, Refused", "FAILED (task was cancelled): FAILED, Canceled, Refused",
    ];

    private static readonly string[] Transitions =
    [
        "PENDING Start RUNNING", "PENDING Fail FAILED", "PENDING RequestCancel CANCELING", "PENDING Expire FAILED", "PENDING Remove (gone)",
        "RUNNING Succeed SUCCEEDED", "RUNNING Fail FAILED", "RUNNING RequestCancel CANCELING", "RUNNING LoseTrack FAILED", "RUNNING Remove (gone)",
        "CANCELING Start RUNNING", "CANCELING Succeed SUCCEEDED", "CANCELING Fail FAILED", "CANCELING RequestCancel CANCELING", "CANCELING CompleteCancel FAILED (task was cancelled)", "CANCELING LoseTrack FAILED", "CANCELING Remove (gone)",
        "SUCCEEDED Remove (gone)", "FAILED Remove (gone)", "FAILED (task was cancelled) Remove (gone)",
    ];

    private static readonly string[] Refusals =
    [
        "1000 Denied", "10002 Denied", "10003 Denied", "10007 Denied", "10017 Denied", "10019 Denied", "10010 NotFound", "10008 AlreadyEnded", "10020 Rejected",
    ];

    [Test]
    public void The_state_machine_is_the_documented_one()
    {
        var table = CloudFoundryLifecycle.Table;
        Assert.That(table.ServiceName, Is.EqualTo("Cloud Foundry"));
        Assert.That(table.States.Select(row => $"{row.Name}: {row.RawState}, {row.State}, {row.CancelEffect}{(row.IsEndUnknown ? ", end unknown" : "")}{row.OnlyKind}"), Is.EqualTo(States));
        Assert.That(table.Transitions.Select(change => $"{change.From} {change.On} {change.To}"), Is.EqualTo(Transitions));
        Assert.That(table.Refusals.Select(refusal => $"{refusal.Code} {refusal.Meaning}"), Is.EqualTo(Refusals));
        Assert.That(table.CancelIsIrrevocable, Is.False);
        Assert.That(CloudFoundryLifecycle.ShownBy.Select(word => $"{word.RawState}: {string.Join(", ", word.States)}"), Is.EqualTo(new[] { "PENDING: Pending", "RUNNING: Running", "CANCELING: Canceling, Failed, Canceled", "SUCCEEDED: Succeeded", "FAILED: Failed, Canceled" }));
    }

    [Test]
    public void The_capabilities_are_the_documented_ones_and_Korifi_has_fewer()
    {
        var full = new TaskClientCapabilities
        {
            ServiceName = "Cloud Foundry",
            Polling = new PollingDefaults(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(300)),
            ListFields = FilterFields.Ids | FilterFields.States | FilterFields.Scopes | FilterFields.Names | FilterFields.Enqueued | FilterFields.ServiceSpecific,
            UnsupportedFields = FilterFields.Kinds | FilterFields.Started | FilterFields.Finished,
            IdsPerRequest = 1,
            IdCharactersPerRequest = 6000,
            ListsByIds = true,
            HidesTasks = true,
            HasCaseInsensitiveIds = true,
            Caveats = [Caveat],
        };
        Assert.That(CloudFoundryLimits.Capabilities(CloudFoundryApiFlavor.CloudController), Is.EqualTo(full));
        Assert.That(CloudFoundryLimits.Capabilities(CloudFoundryApiFlavor.Korifi), Is.EqualTo(full with { ListFields = FilterFields.None, IdCharactersPerRequest = null, ListsByIds = false, HasCaseInsensitiveIds = false }));
        Assert.That((CloudFoundryLimits.PlaceCharacters(hasIds: true), CloudFoundryLimits.PlaceCharacters(hasIds: false)), Is.EqualTo((400, 2000)));
    }

    [TestCase("a", true)]
    [TestCase("0b6e4c1e-6f0a_Z9", true)]
    [TestCase("", false)]
    [TestCase(null, false)]
    [TestCase("a b", false)]
    [TestCase("a.b", false)]
    [TestCase("é", false)]
    public void A_guid_is_of_letters_digits_hyphens_and_underscores(string? text, bool expected) => Assert.That(CloudFoundryIds.IsGuid(text), Is.EqualTo(expected));

    [Test]
    public void A_guid_has_200_characters_at_most()
    {
        Assert.That((CloudFoundryIds.IsGuid(new string('a', 200)), CloudFoundryIds.IsGuid(new string('a', 201))), Is.EqualTo((true, false)));
        Assert.That(() => CloudFoundryIds.Check("a"), Throws.Nothing);
        Assert.That(() => CloudFoundryIds.Check(new string('a', 201)), Throws.ArgumentException.With.Message.EqualTo(
            $"'{new string('a', 199)}…' is not a Cloud Foundry task GUID: 1 to 200 letters, digits, hyphens and underscores, such as 5a342a8c-9c4c-440d-9f52-c65f92d31806. (Parameter 'id')"));
    }

    [TestCase("unknown_route", 404, "unknown_route")]
    [TestCase("UNKNOWN_ROUTE", 404, "unknown_route")]
    [TestCase("no_endpoints", 503, "no_endpoints")]
    [TestCase("Connection Limit Reached", 503, "Connection Limit Reached")]
    [TestCase("route_service_unsupported", 502, "route_service_unsupported")]
    [TestCase("empty_host", 400, "empty_host")]
    [TestCase("invalid_cf_app_instance_header", 400, "invalid_cf_app_instance_header")]
    [TestCase("invalid_cf_process_instance_header", 400, "invalid_cf_process_instance_header")]
    [TestCase("endpoint_failure", 502, null)]
    [TestCase("endpoint_failure", 499, null)]
    [TestCase("endpoint_failure", 496, "endpoint_failure")]
    [TestCase("endpoint_failure", 503, "endpoint_failure")]
    [TestCase("endpoint_failure", 525, "endpoint_failure")]
    [TestCase("endpoint_failure", 526, "endpoint_failure")]
    [TestCase("endpoint_failure (dial tcp: refused)", 503, "endpoint_failure")]
    [TestCase("an endpoint_failure", 503, null)]
    [TestCase("unknown_route_2", 503, null)]
    [TestCase("", 503, null)]
    public void The_routers_word_may_mean_that_nothing_was_passed_on(string word, int status, string? expected)
    {
        Assert.That(CloudFoundryErrors.NeverPassedOn(word, status), Is.EqualTo(expected));
        using var response = new HttpResponseMessage((System.Net.HttpStatusCode)status);
        response.Headers.TryAddWithoutValidation("X-Cf-RouterError", word);
        Assert.That(new CloudFoundryDialect().NotPassedOn(response), Is.EqualTo(expected));
    }

    [TestCase(422, "10008", TaskErrorReason.Conflict)]
    [TestCase(422, "10020", TaskErrorReason.InvalidRequest)]
    [TestCase(404, "10000", TaskErrorReason.InvalidRequest)]
    [TestCase(404, "10010", TaskErrorReason.NotFound)]
    [TestCase(404, "10011", TaskErrorReason.Protocol)]
    [TestCase(404, null, TaskErrorReason.Protocol)]
    [TestCase(400, "10008", TaskErrorReason.InvalidRequest)]
    [TestCase(403, "10003", TaskErrorReason.Authorization)]
    public void A_status_and_a_code_have_a_kind(int status, string? code, TaskErrorReason kind) =>
        Assert.That(new CloudFoundryDialect().Classify(status, code is null ? null : new ServiceError(code, "words")), Is.EqualTo(kind));

    [Test]
    public void The_wire_has_names_of_its_own()
    {
        var dialect = new CloudFoundryDialect();
        using var plain = new HttpResponseMessage();
        Assert.That((dialect.ServiceName, dialect.RequestIdHeader, dialect.NotPassedOn(plain), CloudFoundryTaskClient.ServiceName), Is.EqualTo(("Cloud Foundry", "X-VCAP-Request-ID", default(string), "Cloud Foundry")));
        Assert.That((dialect.ReadError("""{"code":1,"description":"a"}"""u8)?.Code, dialect.ReadError("<html>"u8)), Is.EqualTo(("1", default(ServiceError))));
        Assert.That(dialect.IsCredentialRefused(new TaskRequestException("x") { Reason = TaskErrorReason.Authentication, ErrorCode = "1000" }), Is.True);
        Assert.That(dialect.IsCredentialRefused(new TaskRequestException("x") { Reason = TaskErrorReason.Authentication, ErrorCode = "10002" }), Is.False);
        Assert.That(dialect.IsCredentialRefused(new TaskRequestException("x") { Reason = TaskErrorReason.Authorization, ErrorCode = "10003" }), Is.False);
    }

    [Test]
    public void Every_address_is_the_documented_one()
    {
        using var all = Assert.EnterMultipleScope();
        Assert.That((CloudFoundryPaths.One("t-1"), CloudFoundryPaths.Cancel("t-1"), CloudFoundryPaths.Probe), Is.EqualTo(("v3/tasks/t-1", "v3/tasks/t-1/actions/cancel", "v3/tasks?per_page=1")));
        Assert.That(CloudFoundryPaths.List(new CloudFoundryTaskFilter { SequenceIds = [1], Scopes = ["a"] }), Is.EqualTo("v3/apps/a/tasks"));
        Assert.That(CloudFoundryPaths.List(new CloudFoundryTaskFilter { SequenceIds = [1], Scopes = ["a", "b"] }), Is.EqualTo("v3/tasks"));
        Assert.That(CloudFoundryPaths.List(new CloudFoundryTaskFilter { Scopes = ["a"] }), Is.EqualTo("v3/tasks"));
        Assert.That(CloudFoundryPaths.List(new CloudFoundryTaskFilter { SequenceIds = [1] }), Is.EqualTo("v3/tasks"));
        Assert.That(CloudFoundryPaths.List(new TaskFilter { Scopes = ["a"] }), Is.EqualTo("v3/tasks"));

        var filter = new FilterTranslation
        {
            Filter = TaskFilter.All,
            Parameters = [new("names", ["a,b", "c"]), new("label_selector", ["a in (b,c)"]), new("created_ats[gte]", ["2026-01-01T00:00:00Z"]), new("odd]", ["a", "b"]), new("guids", ["x,y"])],
        };
        Assert.That(
            CloudFoundryPaths.Page(filter, new CloudFoundryListPosition(0, 50)),
            Is.EqualTo("v3/tasks?names=a%252Cb%2Cc&label_selector=a%20in%20%28b%2Cc%29&created_ats%5Bgte%5D=2026-01-01T00%3A00%3A00Z&odd%5D=a%2Cb&guids=x%252Cy&order_by=created_at&per_page=50"));
        Assert.That(
            CloudFoundryPaths.Page(new FilterTranslation { Filter = TaskFilter.All }, new CloudFoundryListPosition(0, 1, "2026-01-01T00:00:00Z", 2) { IsNewestFirst = true }),
            Is.EqualTo("v3/tasks?created_ats%5Blte%5D=2026-01-01T00%3A00%3A00Z&order_by=-created_at&per_page=1&page=2"));
    }
}
