using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>Settings, limits, addresses, ids and refusals, each in full.</summary>
internal sealed class SettingsTests
{
    private const string Unclear = "Credential: Credential must be one only; given are ";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Uri Endpoint = new("https://vault.test/");

    private static IEnumerable<TestCaseData> Credentials()
    {
        var session = VeevaVaultCredential.SessionId("session");
        yield return Case("nothing", new(), false, null, "Credential: Credential is required; or SessionId, or Username and Password.");
        yield return Case("empty texts", new() { SessionId = "", Username = "", Password = "p" }, false, null, "Credential: Credential is required; or SessionId, or Username and Password.");
        yield return Case("a credential", new() { Credential = session }, true, "VeevaVaultCredential: a fixed session");
        yield return Case("a delegate", new() { Credential = VeevaVaultCredential.FromDelegate((_, _) => ValueTask.FromResult("x")) }, true, "VeevaVaultCredential: a delegate");
        yield return Case("a session", new() { SessionId = "session" }, true, "VeevaVaultCredential: a fixed session");
        yield return Case("a password", new() { Username = "u", Password = "p" }, true, "VeevaVaultCredential: a password");
        yield return Case("two", new() { SessionId = "session", Username = "u", Password = "p" }, true, null, Unclear + "SessionId and Username.");
        yield return Case("three", new() { Credential = session, SessionId = "two words", Username = "u" }, true, null, Unclear + "Credential and SessionId and Username.", "Password: Password is required with Username.");

        static TestCaseData Case(string name, VeevaVaultTaskClientOptions options, bool has, string? effective, params string[] problems) => new TestCaseData(options, has, effective, problems).SetArgDisplayNames(name);
    }

    private static IEnumerable<TestCaseData> Settings()
    {
        yield return Case("session", options => options.SessionId = "two words", "SessionId: SessionId must be of visible ASCII characters only.");
        yield return Case("token", options => options.SessionId = "Bearer token");
        yield return Case("token of two words", options => options.SessionId = "Bearer two words", "SessionId: SessionId must be of visible ASCII characters only.");
        yield return Case("version", options => options.ApiVersion = "25.3", "ApiVersion: ApiVersion must be a version of the API in Vault's own form, such as v25.3; it is '25.3'.");
        yield return Case("no version", options => options.ApiVersion = null!, "ApiVersion: ApiVersion must be a version of the API in Vault's own form, such as v25.3; it is ''.");
        yield return Case("old version", options => options.ApiVersion = "v25.2", "ApiVersion: ApiVersion must be v25.3 or later, and is v25.2: Vault cancels no jobs before that.");
        yield return Case("first version", options => options.ApiVersion = "v25.3");
        yield return Case("later version", options => options.ApiVersion = "v26.1");
        yield return Case("zone", options => options.VaultTimeZone = "Nowhere", "VaultTimeZone: VaultTimeZone must be the id of a time zone that this machine knows, such as Europe/Zurich or UTC; it is 'Nowhere'.");
        yield return Case("known zone", options => options.VaultTimeZone = "Europe/Zurich");
        yield return Case("vault 0", options => options.VaultId = 0, "VaultId: VaultId must be above zero; it is 0.");
        yield return Case("vault -1", options => options.VaultId = -1, "VaultId: VaultId must be above zero; it is -1.");
        yield return Case("vault 1", options => options.VaultId = 1);
        yield return Case("empty client", options => options.ClientId = "", "ClientId: ClientId must be of 1 to 100 letters, digits, dots, underscores and hyphens; it is ''.");
        yield return Case("client of two words", options => options.ClientId = "a b", "ClientId: ClientId must be of 1 to 100 letters, digits, dots, underscores and hyphens; it is 'a b'.");
        yield return Case("client of one letter", options => options.ClientId = "a");
        yield return Case("client of 100", options => options.ClientId = "aZ0._-" + new string('x', 94));
        yield return Case("client of 101", options => options.ClientId = new string('x', 101), $"ClientId: ClientId must be of 1 to 100 letters, digits, dots, underscores and hyphens; it is '{new string('x', 101)}'.");
        yield return Case("retries", options => options.MaxRetries = 21, "MaxRetries: MaxRetries must be from 0 to 20; it is 21.");

        static TestCaseData Case(string name, Action<VeevaVaultTaskClientOptions> set, params string[] problems) => new TestCaseData(set, problems).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Credentials))]
    public void A_credential_is_given_in_one_way_or_another(VeevaVaultTaskClientOptions options, bool has, string? effective, string[] problems)
    {
        Assert.That((options.HasCredential, options.EffectiveCredential?.ToString()), Is.EqualTo((has, effective)));
        Assert.That(Problems(options, Endpoint), Is.EqualTo(problems));
    }

    [Test]
    public void A_password_is_required_with_a_name() =>
        Assert.That(Problems(new() { Username = "u" }, Endpoint), Is.EqualTo(new[] { "Password: Password is required with Username." }));

    [TestCaseSource(nameof(Settings))]
    public void A_setting_is_valid_or_its_problem_is_said(Action<VeevaVaultTaskClientOptions> set, string[] problems)
    {
        var options = new VeevaVaultTaskClientOptions { SessionId = "session" };
        set(options);
        Assert.That(Problems(options, Endpoint), Is.EqualTo(problems));
    }

    [TestCase("https://vault.test/api/v25.3/", true)]
    [TestCase("https://vault.test/proxy/API", true)]
    [TestCase("https://vault.test/apis/", false)]
    [TestCase("https://api.test/", false)]
    public void The_endpoint_is_the_vaults_own_address(string endpoint, bool isRefused) =>
        Assert.That(Problems(new() { SessionId = "s" }, new Uri(endpoint)), Is.EqualTo(isRefused ? [$"Endpoint: Endpoint must be the Vault's own address, without /api and version; it is '{endpoint}'. The version goes into ApiVersion."] : Array.Empty<string>()));

    [Test]
    public void An_endpoint_that_is_none_is_the_problem_of_all_clients()
    {
        Assert.That(Problems(new() { SessionId = "s" }, new Uri("api/v1", UriKind.Relative)), Is.EqualTo(new[] { "Endpoint: Endpoint must be an absolute http or https address; it is 'api/v1'." }));
        Assert.That(Problems(new() { SessionId = "s" }, null).Single(), Does.StartWith("Endpoint: Endpoint is required"));
        Assert.That((new VeevaVaultTaskClientOptions().DefaultAttemptTimeout, new VeevaVaultTaskClientOptions().ApiVersion), Is.EqualTo((TimeSpan.FromMinutes(2), "v25.3")));
    }

    [TestCase(null, null)]
    [TestCase("v00.1", 1)]
    [TestCase("v99.3", 993)]
    [TestCase("v25.0", null)]
    [TestCase("v25.4", null)]
    [TestCase("v2/.3", null)]
    [TestCase("v2:.3", null)]
    [TestCase("v/5.3", null)]
    [TestCase("v:5.3", null)]
    [TestCase("w25.3", null)]
    [TestCase("v25-3", null)]
    [TestCase("v25.33", null)]
    public void A_version_has_a_rank(string? version, int? rank) => Assert.That(VeevaVaultVersion.Rank(version), Is.EqualTo(rank));

    [Test]
    public void What_the_service_can_do_is_said_in_full()
    {
        var expected = new TaskClientCapabilities
        {
            ServiceName = "Veeva Vault",
            Polling = new PollingDefaults(TimeSpan.FromSeconds(12), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30)) { MinInterval = TimeSpan.FromSeconds(10) },
            ListFields = FilterFields.States,
            UnsupportedFields = FilterFields.Kinds | FilterFields.Scopes | FilterFields.Enqueued | FilterFields.Started | FilterFields.Finished,
            IdsPerRequest = 500,
            ListsByIds = true,
            HidesTasks = true,
            ReadsByFullList = true,
            Caveats = ["Only jobs that have not begun can be canceled: scheduled ones always, queued ones if their kind permits it."],
        };
        Assert.That(VeevaVaultLimits.Capabilities(hasTimes: false), Is.EqualTo(expected));
        Assert.That(VeevaVaultLimits.Capabilities(hasTimes: true), Is.EqualTo(expected with { UnsupportedFields = FilterFields.Kinds | FilterFields.Scopes }));
    }

    [Test]
    public void Every_address_is_the_documented_one()
    {
        var paths = new VeevaVaultPaths("v26.1");
        Assert.That((VeevaVaultPaths.Versions, paths.Login, paths.KeepAlive, paths.Cancel), Is.EqualTo(("api/", "api/v26.1/auth", "api/v26.1/keep-alive", "api/v26.1/services/jobs/actions/cancel")));
        Assert.That((paths.Job("7"), paths.Job("a/b")), Is.EqualTo(("api/v26.1/services/jobs/7", "api/v26.1/services/jobs/a%2Fb")));
        Assert.That(paths.Page(VeevaVaultJobList.Monitors, 400, 200), Is.EqualTo("api/v26.1/services/jobs/monitors?limit=200&offset=400"));
        Assert.That(paths.Page(VeevaVaultJobList.Histories with { Status = "timeout" }, 0, 1), Is.EqualTo("api/v26.1/services/jobs/histories?status=timeout&limit=1&offset=0"));
    }

    [TestCase("1", 1L)]
    [TestCase("9", 9L)]
    [TestCase("10", 10L)]
    [TestCase("9223372036854775807", long.MaxValue)]
    [TestCase("9223372036854775808", null)]
    [TestCase("9999999999999999999", null)]
    [TestCase("10000000000000000000", null)]
    [TestCase("00000000000000000001", null)]
    [TestCase("0", null)]
    [TestCase("01", null)]
    [TestCase("", null)]
    [TestCase("1x", null)]
    [TestCase("-1", null)]
    public void An_id_is_a_number_above_zero(string id, long? number)
    {
        Assert.That(VeevaVaultIds.NumberOf(id), Is.EqualTo(number));
        Assert.That(() => VeevaVaultIds.Check(id), number is null && id.Length > 0
            ? Throws.ArgumentException.With.Message.EqualTo($"'{id}' is not a Vault job id: a whole number from 1 to 9223372036854775807, without sign, spaces or leading zeros. (Parameter 'id')")
            : number is null ? Throws.ArgumentException : Throws.Nothing);
    }

    [Test]
    public void An_id_that_is_none_is_not_shown_without_end() => Assert.That(() => VeevaVaultIds.Check(new string('x', 9_000)), Throws.ArgumentException.With.Message.Length.LessThan(400));

    [Test]
    public void What_is_refused_is_said_in_full()
    {
        const string Zone = "it may write times in the vault's own time zone with a Z at their end. Set VeevaVaultTaskClientOptions.VaultTimeZone to that zone.";
        var range = TimeRange.After(Noon);
        var filter = new OtherFilter { Kinds = ["k"], Scopes = ["s"], Enqueued = range, Started = range, Finished = range };
        string[] always =
        [
            "OtherFilter: it is not a filter of this service. Use TaskFilter or VeevaVaultTaskFilter.",
            "Kinds: its lists do not show what kind of job it is. Filter by Names (titles).",
            "Scopes: its jobs belong to the vault as a whole. Filter by Names (titles), or by CreatedBy of VeevaVaultTaskFilter.",
        ];
        Assert.That(Refused(filter, hasTimes: true), Is.EqualTo(always));
        Assert.That(Refused(filter, hasTimes: false), Is.EqualTo(always.Concat([$"Enqueued: {Zone}", $"Started: {Zone}", $"Finished: {Zone}"])));
        Assert.That(Refused(new VeevaVaultTaskFilter { Names = ["n"], CreatedBy = [1] }, hasTimes: false), Is.Empty);

        static IEnumerable<string> Refused(TaskFilter filter, bool hasTimes) => VeevaVaultFilterTranslator.Translate(filter, hasTimes).Refused.Select(one => $"{one.Field}: {one.Reason}");
    }

    [Test]
    public void A_filter_by_every_status_is_unsafe()
    {
        string[] all = ["SCHEDULED", "QUEUEING", "QUEUED", "RUNNING", "CANCELLING", "SUCCESS", "ERRORS_ENCOUNTERED", "TIMEOUT", "COMPLETED_DUE_TO_INACTIVITY", "MISSED_SCHEDULE", "FAILED_TO_RUN", "CANCELLED"];
        Assert.That(
            () => VeevaVaultFilterTranslator.Translate(new VeevaVaultTaskFilter { Statuses = all }, hasTimes: true),
            Throws.TypeOf<UnsafeFilterException>().With.Property("Field").EqualTo("Statuses").And.Message.EqualTo("The filter's Statuses name every status there is, which constrains nothing. Leave Statuses null, or name the statuses that are meant."));
        Assert.That(() => VeevaVaultFilterTranslator.Translate(new VeevaVaultTaskFilter { Statuses = all[1..] }, hasTimes: true), Throws.Nothing);
        Assert.That(() => VeevaVaultFilterTranslator.Translate(new VeevaVaultTaskFilter { Statuses = [.. all[1..], "scheduled"] }, hasTimes: true), Throws.Nothing);
    }

    private static IEnumerable<TestCaseData> Lists()
    {
        yield return Case("everything", new TaskFilter(), "monitors: histories:", "", FilterFields.None);
        yield return Case("ids", new TaskFilter { Ids = [1], Names = ["n"] }, "monitors: histories:", "", FilterFields.Ids | FilterFields.Names);
        yield return Case("running", new TaskFilter { States = [TaskState.Running] }, "monitors:running", "status=running", FilterFields.States);
        yield return Case("pending, of several words", new TaskFilter { States = [TaskState.Pending] }, "monitors:", "", FilterFields.States);
        yield return Case("canceling, which cannot be asked for", new TaskFilter { States = [TaskState.Canceling] }, "monitors:", "", FilterFields.States);
        yield return Case("canceled", new TaskFilter { States = [TaskState.Canceled] }, "histories:cancelled", "status=cancelled", FilterFields.States);
        yield return Case("running and canceled", new TaskFilter { States = [TaskState.Running, TaskState.Canceled] }, "monitors: histories:", "", FilterFields.States);
        yield return Case("a state that is not known", new TaskFilter { States = [TaskState.Unknown, TaskState.Running] }, "monitors: histories:", "", FilterFields.States);
        yield return Case("a word that is not known", new VeevaVaultTaskFilter { Statuses = ["PAUSED"] }, "monitors: histories:", "", FilterFields.ServiceSpecific);
        yield return Case("a word that is not known among others", new VeevaVaultTaskFilter { Statuses = ["QUEUED", "PAUSED"] }, "monitors: histories:", "", FilterFields.ServiceSpecific);
        yield return Case("scheduled", new VeevaVaultTaskFilter { Statuses = ["SCHEDULED"] }, "monitors:scheduled", "status=scheduled", FilterFields.ServiceSpecific);
        yield return Case("queued", new VeevaVaultTaskFilter { Statuses = ["QUEUED"] }, "monitors:queued", "status=queued", FilterFields.ServiceSpecific);
        yield return Case("an unknown state of known words", new VeevaVaultTaskFilter { Statuses = ["QUEUED"], States = [TaskState.Unknown] }, "", "", FilterFields.ServiceSpecific | FilterFields.States);
        yield return Case("a known state of unknown words", new VeevaVaultTaskFilter { Statuses = ["PAUSED"], States = [TaskState.Pending] }, "", "", FilterFields.ServiceSpecific | FilterFields.States);
        yield return Case("an unknown state of unknown words", new VeevaVaultTaskFilter { Statuses = ["PAUSED"], States = [TaskState.Unknown] }, "monitors: histories:", "", FilterFields.ServiceSpecific | FilterFields.States);
        yield return Case("finished", new TaskFilter { Finished = TimeRange.After(Noon) }, "histories:", "", FilterFields.Finished);
        yield return Case("running and finished", new TaskFilter { Finished = TimeRange.After(Noon), States = [TaskState.Running] }, "", "", FilterFields.Finished | FilterFields.States);

        static TestCaseData Case(string name, TaskFilter filter, string lists, string parameters, FilterFields residual) => new TestCaseData(filter, lists, parameters, residual).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Lists))]
    public void A_filter_is_looked_for_in(TaskFilter filter, string lists, string parameters, FilterFields residual)
    {
        var translation = VeevaVaultFilterTranslator.Translate(filter, hasTimes: true);
        Assert.That(string.Join(' ', VeevaVaultJobList.For(filter).Select(list => $"{list.Name}:{list.Status}")), Is.EqualTo(lists));
        Assert.That(string.Join(' ', translation.Parameters), Is.EqualTo(parameters));
        Assert.That((translation.Filter, translation.Residual, translation.MatchesNothing), Is.EqualTo((filter, residual, lists.Length == 0)));
    }

    [Test]
    public void Only_ids_and_states_are_found_job_by_job()
    {
        TaskFilter[] byIds = [new() { Ids = [1] }, new() { Ids = [1, 2], States = [TaskState.Canceled] }];
        TaskFilter[] others = [new(), new() { States = [TaskState.Canceled] }, new() { Ids = [1], Names = ["n"] }, new VeevaVaultTaskFilter { Ids = [1], CreatedBy = [2] }];
        Assert.That(byIds.Select(VeevaVaultTaskList.IsByIds), Is.All.True);
        Assert.That(others.Select(VeevaVaultTaskList.IsByIds), Is.All.False);
        Assert.That(VeevaVaultTaskList.Sources(byIds[1]), Is.EqualTo(new[] { VeevaVaultJobList.Monitors }));
        Assert.That(VeevaVaultTaskList.Sources(others[2]), Is.EqualTo(new[] { VeevaVaultJobList.Monitors, VeevaVaultJobList.Histories }));
    }

    [TestCase("QUEUED", 7L, FieldMatch.Meets)]
    [TestCase("QUEUED", 8L, FieldMatch.Differs)]
    [TestCase("queued", 7L, FieldMatch.Differs)]
    [TestCase("QUEUED", null, FieldMatch.Differs)]
    public void A_job_shows_its_status_and_who_created_it(string status, long? user, FieldMatch expected)
    {
        var filter = new VeevaVaultTaskFilter { Statuses = ["RUNNING", "QUEUED"], CreatedBy = [6, 7] };
        var job = new TaskSnapshot { Id = 1, State = TaskState.Pending, RawState = status, Details = new VeevaVaultTaskDetails { CreatedBy = user } };
        Assert.That(VeevaVaultFilterTranslator.Match(filter, FilterFields.ServiceSpecific, job), Is.EqualTo(expected));
        Assert.That(VeevaVaultFilterTranslator.Match(filter, FilterFields.ServiceSpecific, job with { Details = null }), Is.EqualTo(FieldMatch.Differs));
        Assert.That(VeevaVaultFilterTranslator.Match(new TaskFilter(), FilterFields.ServiceSpecific, job), Is.EqualTo(FieldMatch.Meets));
        Assert.That(VeevaVaultFilterTranslator.Match(new VeevaVaultTaskFilter(), FilterFields.ServiceSpecific, job), Is.EqualTo(FieldMatch.Meets));
        Assert.That(VeevaVaultFilterTranslator.Match(filter, FilterFields.Names, job), Is.EqualTo(FieldMatch.Contradicts));
    }

    [Test]
    public void The_own_fields_of_a_filter_are_constraints_and_come_back_from_a_store()
    {
        var filter = new VeevaVaultTaskFilter { Names = ["n"], Statuses = ["QUEUED"], CreatedBy = [1, 2] };
        Assert.That(filter.GetConstraints().Select(one => $"{one.Field}: {one}"), Is.EqualTo(new[] { "Names: Names in [n]", "ServiceSpecific: Statuses in [QUEUED]", "ServiceSpecific: CreatedBy in [1, 2]" }));
        Assert.That(new VeevaVaultTaskFilter().GetConstraints(), Is.Empty);
        Assert.That(new VeevaVaultTaskFilter(new StoredTaskFilter { Names = ["n"], ServiceFields = [.. filter.GetConstraints().Skip(1)] }), Is.EqualTo(filter));
        Assert.That(
            () => new VeevaVaultTaskFilter(new StoredTaskFilter { ServiceFields = [new("Models", FilterFields.ServiceSpecific, ["1"])] }),
            Throws.TypeOf<UnsupportedFilterException>().With.Message.EqualTo("Veeva Vault has no filter by Models."));
    }

    private static IEnumerable<string> Problems(VeevaVaultTaskClientOptions options, Uri? endpoint) => options.FindProblems(endpoint).Select(one => $"{one.Setting}: {one.Problem}");

    private sealed record OtherFilter : TaskFilter;
}
