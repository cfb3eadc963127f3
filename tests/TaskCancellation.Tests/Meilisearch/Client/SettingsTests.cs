using TaskCancellation.Http;
using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>Settings, limits, addresses, ids and errors, each in full.</summary>
public sealed class SettingsTests
{
    private const string Missing = "ApiKey: A credential is required: set ApiKey or Credential; MeilisearchCredential.None says that the server has no master key.";
    private const string Unusable = "ApiKey: ApiKey must be of visible ASCII characters only.";
    private static readonly Uri Endpoint = new("https://search.test/");

    private static IEnumerable<TestCaseData> Credentials()
    {
        yield return Case("nothing", new(), false, false, Missing);
        yield return Case("an empty key", new() { ApiKey = "" }, false, false, Missing);
        yield return Case("a key", new() { ApiKey = "key" }, true, true);
        yield return Case("none", new() { Credential = MeilisearchCredential.None }, false, true);
        yield return Case("none beside a key", new() { Credential = MeilisearchCredential.None, ApiKey = "two words" }, false, true);
        yield return Case("a credential", new() { Credential = MeilisearchCredential.ApiKey("key") }, true, true);
        yield return Case("a credential beside an empty key", new() { Credential = MeilisearchCredential.ApiKey("key"), ApiKey = "" }, true, true);

        static TestCaseData Case(string name, MeilisearchTaskClientOptions options, bool has, bool isEffective, params string[] problems) => new TestCaseData(options, has, isEffective, problems).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Credentials))]
    public void A_credential_is_given_in_one_way_or_another(MeilisearchTaskClientOptions options, bool has, bool isEffective, string[] problems)
    {
        Assert.That((options.HasCredential, options.EffectiveCredential is not null), Is.EqualTo((has, isEffective)));
        Assert.That(Problems(options), Is.EqualTo(problems));
    }

    [Test]
    public void A_key_that_no_header_holds_is_a_problem_beside_others()
    {
        Assert.That(Problems(new MeilisearchTaskClientOptions { ApiKey = "two words" }), Is.EqualTo(new[] { Unusable }));
        Assert.That(Problems(new MeilisearchTaskClientOptions { ApiKey = "two words", MaxRetries = 21 }), Is.EqualTo(new[] { Unusable, "MaxRetries: MaxRetries must be from 0 to 20; it is 21." }));
    }

    [Test]
    public async Task Every_credential_makes_its_header()
    {
        Assert.That(await MeilisearchCredential.ApiKey("key").GetHeaderAsync(default), Is.EqualTo("Bearer key"));
        Assert.That(await MeilisearchCredential.FromDelegate(_ => ValueTask.FromResult("other")).GetHeaderAsync(default), Is.EqualTo("Bearer other"));
        Assert.That(await MeilisearchCredential.None.GetHeaderAsync(default), Is.Null);
        Assert.That(
            async () => await MeilisearchCredential.FromDelegate(_ => ValueTask.FromResult("two words")).GetHeaderAsync(default),
            Throws.InvalidOperationException.With.Message.EqualTo("The delegate gave an API key that is empty or not of visible ASCII characters only."));
        Assert.That(() => MeilisearchCredential.ApiKey("two words"), Throws.ArgumentException.With.Message.EqualTo("The API key must be of visible ASCII characters only. (Parameter 'apiKey')"));
    }

    [Test]
    public void What_the_service_can_do_is_said_in_full() =>
        Assert.That(MeilisearchLimits.Capabilities, Is.EqualTo(new TaskClientCapabilities
        {
            ServiceName = "Meilisearch",
            Polling = new PollingDefaults(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)),
            CancelsByFilter = true,
            AcknowledgesUnknownIds = true,
            CancelAffectsOthers = true,
            ListFields = FilterFields.Ids | FilterFields.States | FilterFields.Kinds | FilterFields.Scopes | FilterFields.Enqueued | FilterFields.Started | FilterFields.Finished | FilterFields.ServiceSpecific,
            UnsupportedFields = FilterFields.Names,
            IdsPerRequest = int.MaxValue,
            IdCharactersPerRequest = 7_500,
            ListsByIds = true,
            ReusesIds = true,
            HidesTasks = true,
            ProtectedKinds = ["upgradeDatabase", "networkTopologyChange", "taskCancelation"],
            Caveats =
            [
                "Canceling a processing task aborts its whole batch: the batch's other tasks go back to the queue and begin anew.",
                "Tasks that wait are canceled only when the batch that runs now has ended, which may take minutes, unless the cancel stops that batch.",
                "A key that is restricted to some indexes neither sees nor cancels the tasks of others, and is not told that there are any.",
            ],
        }));

    [Test]
    public void Every_address_is_the_documented_one()
    {
        Assert.That((MeilisearchPaths.Version, MeilisearchPaths.Probe, MeilisearchPaths.Batch(12)), Is.EqualTo(("version", "tasks?limit=0", "batches/12")));
        Assert.That((MeilisearchPaths.One("7"), MeilisearchPaths.One("../x")), Is.EqualTo(("tasks/7", "tasks/..%2Fx")));
        Assert.That((MeilisearchPaths.List([], 5), MeilisearchPaths.List([new("types", ["a", "b"])], 5, 0)), Is.EqualTo(("tasks?limit=5", "tasks?types=a,b&limit=5&from=0")));
        Assert.That(MeilisearchPaths.Cancel([new("uids", ["1"])]), Is.EqualTo("tasks/cancel?uids=1"));
    }

    [Test]
    public void An_id_that_is_none_is_described_and_not_shown_without_end()
    {
        Assert.That(() => MeilisearchIds.Check("01"), Throws.ArgumentException.With.Message.EqualTo("'01' is not a Meilisearch task uid: a whole number from 0 to 4294967295, without sign, spaces or leading zeros. (Parameter 'id')"));
        Assert.That(() => MeilisearchIds.Check(new string('x', 9_000)), Throws.ArgumentException.With.Message.Length.LessThan(400));
        Assert.That(() => MeilisearchIds.Check("0"), Throws.Nothing);
        Assert.That(() => MeilisearchIds.Check("4294967295"), Throws.Nothing);
        Assert.That(MeilisearchIds.NumberOf("4294967295"), Is.EqualTo(4_294_967_295));
    }

    [TestCase(404, "task_not_found", TaskErrorReason.NotFound)]
    [TestCase(404, "index_not_found", TaskErrorReason.Protocol)]
    [TestCase(404, null, TaskErrorReason.Protocol)]
    [TestCase(400, "task_not_found", TaskErrorReason.InvalidRequest)]
    [TestCase(403, "invalid_api_key", TaskErrorReason.Authorization)]
    [TestCase(409, "other", TaskErrorReason.Conflict)]
    public void A_status_means_with_its_code(int status, string? code, TaskErrorReason expected) =>
        Assert.That(new MeilisearchDialect(null).Classify(status, code is null ? null : new ServiceError(code, "m")), Is.EqualTo(expected));

    [TestCase(403, "invalid_api_key", TaskErrorReason.Authorization, true)]
    [TestCase(403, "other", TaskErrorReason.Authorization, false)]
    [TestCase(400, "invalid_api_key", TaskErrorReason.InvalidRequest, false)]
    [TestCase(401, "missing_authorization_header", TaskErrorReason.Authentication, true)]
    public void A_key_is_refused_in_two_ways(int status, string code, TaskErrorReason reason, bool expected) =>
        Assert.That(new MeilisearchDialect(null).IsCredentialRefused(new TaskRequestException("m") { StatusCode = status, ErrorCode = code, Reason = reason }), Is.EqualTo(expected));

    [Test]
    public void The_body_of_an_error_is_read_or_is_none()
    {
        var dialect = new MeilisearchDialect(null);
        Assert.That((dialect.ServiceName, dialect.ReadError("""{"message":"m","code":"c"}"""u8), dialect.ReadError("{"u8), dialect.ReadError("{}"u8)), Is.EqualTo(("Meilisearch", new ServiceError("c", "m"), (ServiceError?)null, (ServiceError?)null)));
    }

    [Test]
    public void A_list_goes_down_from_the_newest()
    {
        var filter = MeilisearchFilterTranslator.Translate(new MeilisearchTaskFilter { Scopes = ["m"], EnqueuedUpTo = 9 });
        var first = MeilisearchListPosition.First(filter, 20);
        var open = MeilisearchListPosition.First(MeilisearchFilterTranslator.Translate(new MeilisearchTaskFilter { Scopes = ["m"] }), 20);
        Assert.That((first.From, first.Limit, first.Seen, first.MayOverlap, first.Parameters), Is.EqualTo(((long?)9, 20L, 0L, false, filter.Parameters)));
        Assert.That(open.From, Is.Null);
        Assert.That(MeilisearchListPosition.First(MeilisearchFilterTranslator.Translate(TaskFilter.All), 20).From, Is.Null);
        Assert.That((first.IsAfter(open), first.IsAfter(first), (first with { From = 8 }).IsAfter(first), first.IsAfter(first with { From = 8 }), first.IsAfter(new NamedTasksPosition([]))), Is.EqualTo((true, false, true, false, false)));
    }

    private static IEnumerable<string> Problems(MeilisearchTaskClientOptions options) => options.FindProblems(Endpoint).Select(one => $"{one.Setting}: {one.Problem}");
}
