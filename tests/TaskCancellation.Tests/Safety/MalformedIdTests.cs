using System.Globalization;
using System.Text.RegularExpressions;

namespace TaskCancellation.Tests.Safety;

/// <summary>Ids that no service takes, or not this one: refused before any I/O, wherever an id goes in.</summary>
internal sealed partial class MalformedIdTests
{
    private static int calls;

    private static readonly string[] Anywhere =
    [
        "", " ", "\t", "\n", "\r\n", "\u00A0", "\u2028", "\u200B", "\0", "1\0", "*", "**", "1*", "*1", "?", "1,2", "1,", ",1", "1;2", "1|2", "1 2", " 1", "1 ", "1\t", "1\n", "1\r\n2",
        ".", "..", "./1", "../1", "1/..", "1/../2", "/1", "1/", "//", "\\", "..\\1", "%", "%00", "%2e%2e", "%2F1", "1%2C2", "1%0d%0a2", "1?x=1", "1#x", "1&uids=2", "1=1", "1'", "1\"", "1`", "1<", "(1)", "[1]", "{1}",
        "１", "١", "१", "𝟏", "1１", "é", "ё", "１１１", "1.0", "1,000", "+1", "node:-1", "node:+1", "node: 1", "$1", "@1", "!1", "~1", "http://1", "1:1:1",
    ];

    // Letters, digits, hyphens and underscores are a GUID in the eyes of Cloud Foundry, which takes any text of them.
    private static readonly string[] WordsAndNumbers =
    [
        "unset", "null", "undefined", "NaN", "true", "all", "_all", "_cancel", "-1", "-0", "00", "01", "007", "0x10", "1e3", "1_000", "4294967296000000000000", "9223372036854775808", new('9', 30), new('1', 200), "-", "_", "--",
    ];

    private static readonly string[] TooLong = [new('a', 201), new('1', 201), new('9', 10_000), new('a', 1_000_000), $"n{new string('1', 300)}:1"];

    private static readonly string[] OfNodes =
    [
        "node:0", "node:01", "node:-1", "node:1.0", "node:1e3", "node:9223372036854775808", "node:１", "node:", ":1", ":", "a:b:1", "a,b:1", "*:1", "n*:1", "node:*", "node:1,node:2", "node:1/..", "no de:1", "nodé:1", "node:1 ", "node:1\0", "node:unset",
    ];

    private static IEnumerable<TestCaseData> Ids() =>
        from service in Services.All
        from id in Of(service)
        select new TestCaseData(service, id).SetArgDisplayNames(service, Shown(id));

    [OneTimeTearDown]
    public void Report() => TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Malformed ids: {calls} calls were refused."));

    [TestCaseSource(nameof(Ids))]
    public async Task A_malformed_id_is_refused_before_any_request(string name, string text)
    {
        await using var service = Services.Create(name);
        var client = service.Client;
        var id = new TaskId(text);

        Refused(() => client.FindAsync(id));
        Refused(() => client.WaitForCompletionAsync(id));
        Refused(() => client.CancelAsync((TaskTarget)id));
        Refused(() => client.CancelAsync(new TaskTarget(id, "kind", service.Clock.GetUtcNow())));
        Refused(() => client.CancelAndWaitAsync(id));
        foreach (var filter in new[] { new TaskFilter { Ids = [id] }, new TaskFilter { Ids = [service.UnknownId, id] }, service.FilterBy(service.Scope) with { Ids = [id, service.UnknownId] } })
        {
            // Blank ids and stars are told from the grammar's refusals: as a filter they may mean everything.
            Refused(() => client.ListAsync(filter));
            Refused(() => client.WatchAsync(filter));
            Refused(() => client.PlanAsync(filter));
            foreach (var selection in Enum.GetValues<CancelSelection>())
            {
                Refused(() => client.CancelAsync(filter, new CancelOptions { Selection = selection }));
            }
        }

        Assert.That(service.Emulator.Requests, Is.Empty);

        static void Refused(Func<object> call)
        {
            Assert.That(call, Throws.InstanceOf<ArgumentException>().Or.TypeOf<UnsafeFilterException>());
            calls++;
        }
    }

    [TestCaseSource(typeof(Services), nameof(Services.All))]
    public async Task In_a_batch_each_is_rejected_at_its_place_and_nothing_is_sent(string name)
    {
        await using var service = Services.Create(name);
        TaskId[] ids = [.. Of(name).Select(text => new TaskId(text))];
        var canceling = service.Client.CancelManyAsync(ids).ToListAsync().AsTask();
        await service.RunAsync(canceling);

        var outcomes = await canceling;
        Assert.That(outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(ids));
        Assert.That(outcomes.Select(outcome => outcome.Verdict), Is.All.EqualTo(CancellationVerdict.Rejected));
        Assert.That(outcomes.Select(outcome => outcome.Error!.Delivery), Is.All.EqualTo(RequestDelivery.NotSent));
        Assert.That(service.Emulator.Requests, Is.Empty);
        calls += outcomes.Count;
    }

    [TestCaseSource(typeof(Services), nameof(Services.All))]
    public async Task A_well_formed_id_is_not_refused(string name)
    {
        await using var service = Services.Create(name);
        await service.RunAsync(service.Client.FindAsync(service.UnknownId));
        Assert.That(service.Emulator.Requests, Is.Not.Empty);
    }

    private static IEnumerable<string> Of(string service)
    {
        var harness = Services.Create(service);
        var words = service == "CloudFoundry" ? WordsAndNumbers.Where(id => !GuidLike().IsMatch(id)) : WordsAndNumbers;
        return harness.MalformedIds.Concat(Anywhere).Concat(words).Concat(TooLong).Concat(OfNodes).Distinct();
    }

    private static string Shown(string id)
    {
        var text = string.Concat(id.Take(40).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is ':' or '-' or '_' ? letter.ToString() : string.Create(CultureInfo.InvariantCulture, $"[{(int)letter:X}]")));
        return id.Length > 40 ? string.Create(CultureInfo.InvariantCulture, $"{text}… of {id.Length}") : text;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,200}$")]
    private static partial Regex GuidLike();
}
