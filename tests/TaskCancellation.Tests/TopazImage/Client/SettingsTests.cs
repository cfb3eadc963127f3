using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>Settings, limits, addresses, ids and refusals, each in full.</summary>
internal sealed class SettingsTests
{
    private const string Missing = "ApiKey: A credential is required: set ApiKey or Credential.";
    private const string Unusable = "ApiKey: ApiKey must be of visible ASCII characters only.";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Uri Endpoint = new("https://api.topaz.test/");

    private static IEnumerable<TestCaseData> Credentials()
    {
        yield return Case("nothing", new(), false, false, Missing);
        yield return Case("an empty key", new() { ApiKey = "" }, false, false, Missing);
        yield return Case("a key", new() { ApiKey = "key" }, true, true);
        yield return Case("a key of two words", new() { ApiKey = "two words" }, true, false, Unusable);
        yield return Case("a credential", new() { Credential = TopazImageCredential.ApiKey("key") }, true, true);
        yield return Case("a credential beside a key of two words", new() { Credential = TopazImageCredential.ApiKey("key"), ApiKey = "two words" }, true, true);
        yield return Case("another problem", new() { ApiKey = "key", MaxRetries = 21 }, true, true, "MaxRetries: MaxRetries must be from 0 to 20; it is 21.");

        static TestCaseData Case(string name, TopazImageTaskClientOptions options, bool has, bool isEffective, params string[] problems) => new TestCaseData(options, has, isEffective, problems).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Credentials))]
    public void A_credential_is_given_in_one_way_or_another(TopazImageTaskClientOptions options, bool has, bool isEffective, string[] problems)
    {
        Assert.That((options.HasCredential, options.EffectiveCredential is not null), Is.EqualTo((has, isEffective)));
        Assert.That(Problems(options, Endpoint), Is.EqualTo(problems));
    }

    [TestCase("https://api.topazlabs.com/video/v1/", true)]
    [TestCase("https://api.topazlabs.com/video", true)]
    [TestCase("https://proxy.test/a/VIDEO/", true)]
    [TestCase("https://proxy.test/videos/", false)]
    [TestCase("https://video.test/", false)]
    [TestCase("https://api.topazlabs.com/image/v1/", false)]
    public void The_address_of_the_video_api_is_another_services(string endpoint, bool isRefused) =>
        Assert.That(Problems(new() { ApiKey = "key" }, new Uri(endpoint)), Is.EqualTo(isRefused ? [$"Endpoint: Endpoint is that of the Video API ('{endpoint}'). This client speaks to the Image API: give its host, or its own address."] : Array.Empty<string>()));

    [Test]
    public void An_endpoint_that_is_none_is_the_problem_of_all_clients()
    {
        Assert.That(Problems(new() { ApiKey = "key" }, new Uri("video/v1", UriKind.Relative)), Is.EqualTo(new[] { "Endpoint: Endpoint must be an absolute http or https address; it is 'video/v1'." }));
        Assert.That(Problems(new() { ApiKey = "key" }, null), Is.EqualTo(new[] { "Endpoint: Endpoint is required: the service's root address, such as https://service.example.com." }));
        Assert.That(TopazImageTaskClientOptions.ServiceEndpoint, Is.EqualTo(new Uri("https://api.topazlabs.com/image/v1/")));
    }

    [Test]
    public async Task Every_credential_makes_its_header()
    {
        Assert.That(await TopazImageCredential.ApiKey("key").GetHeaderAsync(default), Is.EqualTo("key"));
        Assert.That(await TopazImageCredential.FromDelegate(_ => ValueTask.FromResult("other")).GetHeaderAsync(default), Is.EqualTo("other"));
        Assert.That(TopazImageCredential.ApiKey("key").ToString(), Is.EqualTo("TopazImageCredential"));
        Assert.That(
            async () => await TopazImageCredential.FromDelegate(_ => ValueTask.FromResult("two words")).GetHeaderAsync(default),
            Throws.InvalidOperationException.With.Message.EqualTo("The delegate gave an API key that is empty or not of visible ASCII characters only."));
        Assert.That(() => TopazImageCredential.ApiKey("two words"), Throws.ArgumentException.With.Message.EqualTo("The API key must be of visible ASCII characters only. (Parameter 'apiKey')"));
    }

    [Test]
    public void What_the_service_can_do_is_said_in_full() =>
        Assert.That(TopazImageLimits.Capabilities, Is.EqualTo(new TaskClientCapabilities
        {
            ServiceName = "Topaz Image API",
            Polling = new PollingDefaults(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1), TimeSpan.FromHours(4)),
            ListFields = FilterFields.Ids,
            HasCaseInsensitiveIds = true,
            UnsupportedFields = FilterFields.Started | FilterFields.Finished,
            Caveats = ["A refused cancel does not say why: the job is read once to tell. Whether a canceled job is paid for, the service does not say."],
        }));

    [TestCase("https://api.topaz.test/", "image/v1/")]
    [TestCase("https://api.topaz.test/image/v1/", "")]
    [TestCase("https://proxy.test/topaz/image/v1/", "")]
    [TestCase("https://proxy.test/topazimage/v1/", "image/v1/")]
    [TestCase("https://proxy.test/image/v1/topaz/", "image/v1/")]
    [TestCase("https://proxy.test/IMAGE/v1/", "image/v1/")]
    public void Every_address_is_the_documented_one(string endpoint, string prefix)
    {
        var paths = new TopazImagePaths(new Uri(endpoint));
        Assert.That((paths.Cancel("a/b"), paths.One("a/b")), Is.EqualTo(($"{prefix}cancel/a%2Fb", $"{prefix}status/a%2Fb")));
        Assert.That((paths.Page(7, null), paths.Page(7, "a&b")), Is.EqualTo(($"{prefix}status?paginated=true&limit=7", $"{prefix}status?paginated=true&limit=7&cursor=a%26b")));
    }

    [Test]
    public void An_id_that_is_none_is_described_and_not_shown_without_end()
    {
        Assert.That(() => TopazImageIds.Check("x"), Throws.ArgumentException.With.Message.EqualTo("'x' is not a Topaz Image API process id, a UUID such as e324653f-d201-4602-a08a-ca271a4248f6. (Parameter 'id')"));
        Assert.That(() => TopazImageIds.Check(new string('x', 9_000)), Throws.ArgumentException.With.Message.Length.LessThan(400));
        Assert.That(() => TopazImageIds.Check(Wire.Id), Throws.Nothing);
    }

    [Test]
    public void What_is_refused_is_said_in_full()
    {
        var filter = new OtherFilter { Started = TimeRange.After(Noon), Finished = TimeRange.After(Noon) };
        Assert.That(TopazImageFilterTranslator.Translate(filter).Refused.Select(one => $"{one.Field}: {one.Reason}"), Is.EqualTo(new[]
        {
            "OtherFilter: it is not a filter of this service. Use TaskFilter or TopazImageTaskFilter.",
            "Started: it does not record when a job began. Filter by Enqueued.",
            "Finished: it does not record when a job ended. Filter by TopazImageTaskFilter.Modified.",
        }));
        Assert.That(TopazImageFilterTranslator.Translate(new TaskFilter { Names = ["x"] }).Refused, Is.Empty);
    }

    [TestCase(false, TaskState.Canceling)]
    [TestCase(true, TaskState.Canceling, TaskState.Pending)]
    [TestCase(true, TaskState.Canceling, TaskState.Unknown)]
    [TestCase(true, TaskState.Unknown)]
    [TestCase(true, TaskState.Failed)]
    [TestCase(true)]
    public void A_state_the_service_does_not_have_matches_nothing_by_itself(bool mayMatch, params TaskState[] states) =>
        Assert.That(TopazImageFilterTranslator.Translate(states.Length == 0 ? new TaskFilter() : new TaskFilter { States = states }).MatchesNothing, Is.EqualTo(!mayMatch));

    [Test]
    public void Bounds_within_a_second_are_narrowed_and_it_is_said()
    {
        var within = TimeRange.AtOrAfter(Noon.AddMilliseconds(500));
        var seconds = within.ToWholeSeconds();
        Assert.That(seconds, Is.Not.EqualTo(within));
        var common = TopazImageFilterTranslator.Translate(new TaskFilter { Enqueued = within, Names = ["x"] });
        Assert.That((common.Filter, common.Narrowed.Count), Is.EqualTo((new TaskFilter { Enqueued = seconds, Names = ["x"] }, 1)));
        var own = TopazImageFilterTranslator.Translate(new TopazImageTaskFilter { Enqueued = within, Modified = within, Models = ["m"] });
        Assert.That(own.Filter, Is.EqualTo(new TopazImageTaskFilter { Enqueued = seconds, Modified = seconds, Models = ["m"] }));
        Assert.That(own.Narrowed, Has.Some.Contains("Modified").And.Some.Contains("Enqueued").And.All.Contains("Topaz Image API"));
        Assert.That(TopazImageFilterTranslator.Translate(new TopazImageTaskFilter { Enqueued = TimeRange.AtOrAfter(Noon), Models = ["m"] }).Narrowed, Is.Empty);
    }

    [TestCase("m", true, FieldMatch.Meets)]
    [TestCase("m", false, FieldMatch.Differs)]
    [TestCase("M", true, FieldMatch.Differs)]
    [TestCase(null, true, FieldMatch.Differs)]
    public void A_job_shows_its_model_and_its_last_change(string? model, bool isChanged, FieldMatch expected)
    {
        var filter = new TopazImageTaskFilter { Models = ["a", "m"], Modified = TimeRange.AtOrAfter(Noon) };
        var job = new TaskSnapshot { Id = Wire.Id, State = TaskState.Running, Details = new TopazImageTaskDetails { Model = model, ModifiedAt = isChanged ? Noon : Noon.AddSeconds(-1) } };
        Assert.That(TopazImageFilterTranslator.Match(filter, FilterFields.ServiceSpecific, job), Is.EqualTo(expected));
        Assert.That(TopazImageFilterTranslator.Match(new TopazImageTaskFilter(), FilterFields.ServiceSpecific, job), Is.EqualTo(FieldMatch.Meets));
        Assert.That(TopazImageFilterTranslator.Match(filter, FilterFields.ServiceSpecific, job with { Details = null }), Is.EqualTo(FieldMatch.Differs));
        Assert.That(TopazImageFilterTranslator.Match(filter, FilterFields.Names, job), Is.EqualTo(FieldMatch.Contradicts));
        Assert.That(TopazImageFilterTranslator.Match(new TaskFilter(), FilterFields.ServiceSpecific, job), Is.EqualTo(FieldMatch.Contradicts));
    }

    [Test]
    public void The_own_fields_of_a_filter_are_constraints_by_their_names()
    {
        var filter = new TopazImageTaskFilter { Names = ["n"], Models = ["a", "b"], Modified = TimeRange.AtOrAfter(Noon) };
        Assert.That(filter.GetConstraints().Select(one => $"{one.Field}: {one.Name}"), Is.EqualTo(new[] { "Names: Names", "ServiceSpecific: Models", "ServiceSpecific: Modified" }));
        Assert.That(filter.GetConstraints().Last().Range, Is.EqualTo(TimeRange.AtOrAfter(Noon)));
        Assert.That(new TopazImageTaskFilter().GetConstraints(), Is.Empty);
    }

    [Test]
    public void A_stored_filter_comes_back_with_its_own_fields()
    {
        var filter = new TopazImageTaskFilter { Names = ["n"], Models = ["a", "b"], Modified = TimeRange.AtOrAfter(Noon) };
        var stored = new StoredTaskFilter { Names = ["n"], ServiceFields = [.. filter.GetConstraints().Skip(1)] };
        Assert.That(new TopazImageTaskFilter(stored), Is.EqualTo(filter));
        Assert.That(
            () => new TopazImageTaskFilter(new StoredTaskFilter { ServiceFields = [new("BatchIds", FilterFields.ServiceSpecific, ["1"])] }),
            Throws.TypeOf<UnsupportedFilterException>().With.Message.EqualTo("Topaz Image API has no filter by BatchIds."));
    }

    private static IEnumerable<string> Problems(TopazImageTaskClientOptions options, Uri? endpoint) => options.FindProblems(endpoint).Select(one => $"{one.Setting}: {one.Problem}");

    private sealed record OtherFilter : TaskFilter;
}
