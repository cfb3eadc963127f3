using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using TaskCancellation.Parity.Tests.Comparing;
using TaskCancellation.Recordings;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Parity.Tests.Elasticsearch;

/// <summary>The recording of OpenSearch with security tells no story that could be played in order; but each of its refusals stands for itself.</summary>
internal sealed partial class RefusalTests
{
    private static readonly Recording Recorded = Recording.Get("opensearch-2.19.4-security");

    private static IEnumerable<RecordedStep> NotPermitted => Recorded.Steps.Where(step => step is { Status: 403, Reply: not null } && Refused.IsMatch(step.Json.GetRawText()));

    private static IEnumerable<RecordedStep> NotKnown => Recorded.Steps.Where(step => step is { Status: 401, ReplyText: not null } && (step.Path == "/" || step.Path.StartsWith("/_tasks", StringComparison.Ordinal)));

    [GeneratedRegex(@"no permissions for \[[^\]]*\] and User \[name=(?<name>[^,]*), backend_roles=\[(?<roles>[^\]]*)\]")]
    private static partial Regex Refused { get; }

    [Test]
    public async Task What_a_user_may_not_is_refused_as_recorded()
    {
        Assert.That(NotPermitted.Count(), Is.GreaterThan(100));
        foreach (var step in NotPermitted)
        {
            var match = Refused.Match(step.Json.GetRawText());
            using var emulator = Create();
            emulator.AddUser(new() { Name = match.Groups["name"].Value, Password = "p", Privileges = [], BackendRoles = match.Groups["roles"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries) });
            await AssertEqualAsync(emulator, step, new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{match.Groups["name"].Value}:p"))));
        }
    }

    [Test]
    public async Task Who_is_not_known_is_refused_as_recorded()
    {
        Assert.That(NotKnown.Count(), Is.GreaterThan(10));
        foreach (var step in NotKnown)
        {
            using var emulator = Create();
            emulator.IsSecured = true;
            emulator.Challenge = step.ReplyHeaders.GetValueOrDefault("www-authenticate") switch
            {
                null => ElasticsearchChallenge.None,
                var header when header.StartsWith("Basic", StringComparison.Ordinal) => ElasticsearchChallenge.Basic,
                _ => ElasticsearchChallenge.Bearer,
            };
            await AssertEqualAsync(emulator, step, credential: null);
        }
    }

    private static ElasticsearchEmulator Create() => new(TestClock.Create()) { Flavor = ElasticsearchFlavor.OpenSearch, Version = Recorded.Version };

    private static async Task AssertEqualAsync(ElasticsearchEmulator emulator, RecordedStep step, AuthenticationHeaderValue? credential)
    {
        using var client = emulator.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(step.Method!), new Uri(step.Path, UriKind.Relative)) { Headers = { Authorization = credential } };
        if (step.ReplyHeaders.GetValueOrDefault("x-opaque-id") is { } echoed)
        {
            // What was sent is not recorded here; it is echoed.
            request.Headers.Add("X-Opaque-Id", echoed);
        }

        using var response = await client.SendAsync(request);
        var answer = await EmulatedAnswer.ReadAsync(response);
        Assert.That(new ReplyComparer(new ElasticsearchRules(isStandIn: false), ElasticsearchSymbols.CreateTable()).Compare(step, answer), Is.Empty, step.ToString());
        Assert.That(answer.Headers.GetValueOrDefault("WWW-Authenticate"), Is.EqualTo(step.ReplyHeaders.GetValueOrDefault("www-authenticate")), step.ToString());
    }
}
