namespace TaskCancellation.Tests.Faults;

/// <summary>A reply that breaks off at each of its bytes.</summary>
[Category("Faults")]
[NonParallelizable]
internal sealed class FaultCutTests
{
    private const int AtOnce = 16;
    private static readonly string[] Verbs = ["find", "list", "cancel by id", "cancel by filter, at the server"];

    private static IEnumerable<TestCaseData> Cases() =>
        from verb in FaultVerb.All
        where Verbs.Contains(verb.Name)
        from service in Safety.Services.All
        where !verb.IsAtServer || Safety.Services.Create(service).Client.Capabilities.CancelsByFilter
        select new TestCaseData(service, verb);

    [TestCaseSource(nameof(Cases))]
    public async Task What_is_said_is_so_wherever_a_reply_breaks_off(string service, FaultVerb verb)
    {
        var extent = verb.Extents.Contains(FaultExtent.Cancel) ? FaultExtent.Cancel : FaultExtent.First;
        var length = 0;
        await FaultCell.PlayAsync(service, verb, new Fault("a look", call => call.EditAsync(body =>
        {
            length = body.Length;
            return new ByteArrayContent(body);
        })), extent);
        var wrongs = new FaultResult?[length];

        await Parallel.ForAsync(0, length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (at, _) =>
            wrongs[at] = await FaultCell.PlayAsync(service, verb, new Fault($"cut at {at}", call => call.EditAsync(body => new BrokenBody(body, at))), extent));

        FaultTally.Add(length, wrongs.Sum(result => result!.Wrongs.Count));
        Assert.That(length > 0, Is.EqualTo((service, verb.Name) != ("TopazImage", "cancel by id")), "only Topaz answers a cancel without a body");
        Assert.That(wrongs.Where(result => result!.Wrongs.Count > 0).Select(result => result!.ToString()), Is.Empty);
    }
}
