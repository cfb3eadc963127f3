using System.Text.RegularExpressions;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Replies;

/// <summary>Members that decide, in a form that no service documents: nothing is made of them, neither a state, nor an end, nor another task.</summary>
[Category("Finding B11")]
public sealed class OddMembersTests
{
    private static readonly WaitOptions Brief = new() { Timeout = TimeSpan.FromMinutes(2), Jitter = 0 };
    private readonly VirtualClock clock = TestClock.Create();
    private MeddlingTransport proxy = null!;

    private static IEnumerable<TestCaseData> Words =>
        from word in new[] { ("CloudFoundry", "state"), ("Elasticsearch", "action"), ("Meilisearch", "status"), ("Meilisearch", "type"), ("TopazImage", "status"), ("VeevaVault", "status") }
        from odd in new[] { "", " ", "a\\u001b[31m", "a\\r\\nWARN: fake", new string('x', 513) }
        select new TestCaseData(word.Item1, word.Item2, odd).SetArgDisplayNames(word.Item1, word.Item2, odd[..Math.Min(odd.Length, 20)]);

    [SetUp]
    public void SetUp() => proxy = new MeddlingTransport(clock);

    [TearDown]
    public ValueTask TearDown() => proxy.DisposeAsync();

    [TestCaseSource(nameof(Words))]
    public async Task A_word_that_is_none_is_no_state_and_no_kind(string name, string member, string odd)
    {
        await using var service = Services.Create(name, clock, proxy);
        var id = service.AddRunning();
        proxy.Rewrite = (_, body) => Replace(body, member, $"\"{odd}\"");

        var error = Assert.ThrowsAsync<TaskRequestException>(() => RunAsync(service, service.Client.FindAsync(id)));

        Assert.That((error!.Reason, error.Message.Contains(member, StringComparison.Ordinal)), Is.EqualTo((TaskErrorReason.Protocol, true)), error.Message);
    }

    [TestCase("a\\u001b[31m")]
    [TestCase(" ")]
    public async Task A_kind_that_only_informs_is_none_when_it_is_no_word(string odd)
    {
        await using var service = Services.Create("TopazImage", clock, proxy);
        var id = service.AddRunning();
        proxy.Rewrite = (_, body) => Replace(body, "category", $"\"{odd}\"");

        Assert.That((await RunAsync(service, service.Client.FindAsync(id)))!.Kind, Is.Null);
    }

    [TestCase("CloudFoundry", "failure_reason", "7")]
    [TestCase("CloudFoundry", "failure_reason", "true")]
    [TestCase("CloudFoundry", "failure_reason", "{}")]
    [TestCase("Elasticsearch", "response", "\"odd\"")]
    [TestCase("Elasticsearch", "response", "7")]
    [TestCase("Elasticsearch", "response", "[]")]
    [TestCase("Elasticsearch", "slices", "[7]")]
    public async Task An_end_that_is_told_in_another_form_is_not_known(string name, string member, string odd)
    {
        await using var service = Services.Create(name, clock, proxy);
        var id = service.AddRunning();
        proxy.Rewrite = (_, body) => body.Contains("FAILED", StringComparison.Ordinal) || body.Contains("\"completed\":true", StringComparison.Ordinal) ? Replace(member == "slices" ? Gone(body, "canceled").Replace("\"response\":{", "\"response\":{\"slices\":0,", StringComparison.Ordinal) : body, member, odd) : body;

        var outcome = await RunAsync(service, service.Client.CancelAndWaitAsync(id, Brief));

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Ended));
            Assert.That(proxy.Changes, Is.Positive);
        });
    }

    [TestCase("0")]
    [TestCase("-5")]
    public async Task A_start_before_all_time_is_not_that_of_another_task(string odd)
    {
        await using var service = Services.Create("Elasticsearch", clock, proxy);
        var id = service.AddRunning();
        var polls = 0;
        proxy.Rewrite = (request, body) => request.Method == HttpMethod.Get && polls++ > 0 ? Replace(body, "start_time_in_millis", odd) : body;

        var outcome = await RunAsync(service, service.Client.CancelAndWaitAsync(id, Brief));

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    private static string Replace(string body, string member, string value) =>
        Regex.Replace(body, $@"""{member}""\s*:\s*(""[^""]*""|-?[\d.]+|\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}})", match => $"\"{member}\":{value}");

    private static string Gone(string body, string member) => Regex.Replace(body, $@",?""{member}""\s*:\s*""[^""]*""", "");

    private static async Task<T> RunAsync<T>(ServiceHarness service, Task<T> call)
    {
        await service.RunAsync(call);
        return await call;
    }
}
