using System.Collections.Concurrent;
using System.Text;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Faults;

/// <summary>Every fault × every verb × every service, on virtual time. What a call says is what the service's record says, or that it is not known, and faults.md has it all.</summary>
[Category("Faults")]
[NonParallelizable]
internal sealed class FaultMatrixTests
{
    private const string Page = "tests/TaskCancellation.Tests/Faults/faults.md";
    private const int AtOnce = 16;
    private readonly ConcurrentDictionary<(string Service, string Verb, IReadOnlyList<FaultExtent> Extents), Task<IReadOnlyList<FaultResult>>> played = [];

    private static IEnumerable<(string Service, FaultVerb Verb)> Pairs() =>
        from verb in FaultVerb.All
        from service in Services.All
        where !verb.IsAtServer || Services.Create(service).Client.Capabilities.CancelsByFilter
        select (service, verb);

    private static IEnumerable<TestCaseData> Cases() => from pair in Pairs() select new TestCaseData(pair.Service, pair.Verb);

    private static IEnumerable<(string Service, FaultVerb Verb)> LoginPairs() =>
        from verb in FaultVerb.All
        where verb.Name is "find" or "list" or "wait" or "cancel by id" or "batch"
        from service in LoginFaults.Services
        select (service, verb with { Extents = LoginFaults.Extents });

    private static IEnumerable<TestCaseData> LoginCases() => from pair in LoginPairs() select new TestCaseData(pair.Service, pair.Verb);

    [TestCaseSource(nameof(Cases)), TestCaseSource(nameof(LoginCases))]
    public async Task What_is_said_is_so(string service, FaultVerb verb)
    {
        var results = await PlayAsync((service, verb));

        FaultTally.Add(results.Count, results.Sum(result => result.Wrongs.Count));
        Assert.That(results.Where(result => result.Wrongs.Count > 0).Select(result => result.ToString()), Is.Empty);
    }

    [Test]
    public async Task The_page_has_what_is_said()
    {
        var (results, logins) = (await PlayAsync(Pairs()), await PlayAsync(LoginPairs()));

        var page = FaultPage.Print(results, logins);
        await File.WriteAllTextAsync(Path.Combine(TestContext.CurrentContext.TestDirectory, "faults.md"), page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Assert.That(Repository.Read(Page), Is.EqualTo(page), "faults.md beside the tests has the text");
    }

    [Test]
    public async Task A_state_that_is_not_so_is_seen()
    {
        var lie = new Fault("a lie", call => call.EditAsync(body => new StringContent(Encoding.UTF8.GetString(body).Replace("\"processing\"", "\"canceled\"", StringComparison.Ordinal), null, "application/json")));

        var result = await FaultCell.PlayAsync("Meilisearch", Verb("find"), lie, FaultExtent.Always);

        Assert.That(result!.Wrongs, Has.One.Contains("as Canceled, and the record is Running"));
    }

    [Test]
    public async Task A_cancel_of_what_was_not_meant_is_seen()
    {
        var stray = new Fault("another id", call =>
        {
            call.Request.RequestUri = new Uri(call.Request.RequestUri!.ToString().Replace(call.Scene.One.Value, call.Scene.Bystander.Value, StringComparison.Ordinal));
            return call.ActAsync();
        });

        var result = await FaultCell.PlayAsync("CloudFoundry", Verb("cancel by id"), stray, FaultExtent.Cancel);

        Assert.That(result!.Wrongs, Has.Some.Contains("was not meant"));
    }

    [Test]
    public async Task A_delivery_that_is_not_so_is_seen()
    {
        var mistaken = AllFaults.All.Single(fault => fault.Name == "reset") with { Delivery = RequestDelivery.NotSent };

        var result = await FaultCell.PlayAsync("CloudFoundry", Verb("cancel by id"), mistaken, FaultExtent.Always);

        Assert.That(result!.Wrongs, Is.Not.Empty.And.All.Contains("MaybeSent, and was NotSent"));
    }

    private static FaultVerb Verb(string name) => FaultVerb.All.Single(verb => verb.Name == name);

    private async Task<IReadOnlyList<FaultResult>> PlayAsync(IEnumerable<(string Service, FaultVerb Verb)> pairs)
    {
        var results = new List<FaultResult>();
        foreach (var pair in pairs)
        {
            results.AddRange(await PlayAsync(pair));
        }

        return results;
    }

    private Task<IReadOnlyList<FaultResult>> PlayAsync((string Service, FaultVerb Verb) chosen) => played.GetOrAdd((chosen.Service, chosen.Verb.Name, chosen.Verb.Extents), async _ =>
    {
        var faults = chosen.Verb.Extents == LoginFaults.Extents ? LoginFaults.All : AllFaults.All;
        (Fault Fault, FaultExtent Extent)[] cells = [.. from fault in faults from extent in chosen.Verb.Extents select (fault, extent)];
        var results = new FaultResult?[cells.Length];
        await Parallel.ForAsync(0, cells.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (at, _) =>
            results[at] = await FaultCell.PlayAsync(chosen.Service, chosen.Verb, cells[at].Fault, cells[at].Extent));
        return [.. results.OfType<FaultResult>()];
    });
}
