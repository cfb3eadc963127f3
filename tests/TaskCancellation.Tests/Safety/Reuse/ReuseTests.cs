namespace TaskCancellation.Tests.Safety.Reuse;

/// <summary>Schedules by seed in which ids come to belong to others: after a restart of an Elasticsearch node, after a reset of a Meilisearch database.</summary>
[NonParallelizable]
internal sealed class ReuseTests
{
    private const int Schedules = 1_000;

    [Test]
    [Category("Faults"), Category("Finding E1"), Category("Finding E2"), Category("Finding E3"), Category("Finding M2")]
    public async Task No_task_of_another_is_canceled_and_no_verdict_is_taken_from_one()
    {
        var violations = new List<string>();
        var foreign = 0;
        for (var seed = 0; seed < Schedules; seed++)
        {
            var random = new Random(seed);
            using ReusingService service = random.Next(2) == 0 ? new ReusingElasticsearch() : new ReusingMeilisearch();
            violations.AddRange((await new ReuseSchedule(service, random).RunAsync()).Select(what => $"seed {seed}, {service.Client.Capabilities.ServiceName}: {what}"));
            foreign += service.Foreign.Count;
        }

        Summary.Write("reused-ids", $"reused ids {Schedules} schedules, foreign tasks {foreign}, violations {violations.Count}");
        Faults.FaultTally.Add(Schedules, violations.Count);
        Assert.That(violations, Is.Empty);
        Assert.That(foreign, Is.GreaterThan(Schedules / 2));
    }
}
