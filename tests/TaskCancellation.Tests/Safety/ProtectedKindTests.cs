using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Safety;

/// <summary>Kinds that are seldom meant: spared by every filter that does not name them whole, or the task's id.</summary>
internal sealed class ProtectedKindTests
{
    private static readonly (string Service, string Kind)[] Kinds =
    [
        ("Meilisearch", "upgradeDatabase"), ("Meilisearch", "networkTopologyChange"), ("Meilisearch", "taskCancelation"),
        ("Elasticsearch", "cluster:admin/tasks/cancel"), ("Elasticsearch", "cluster:admin/tasks/rethrottle"), ("Elasticsearch", "cluster:monitor/task/get"), ("Elasticsearch", "cluster:monitor/tasks/lists"),

        // Not "health-node[c]": a cluster of 8 has such a task of its own, which a filter by that name addresses as well.
        ("Elasticsearch", "health-node"),
    ];

    private static IEnumerable<TestCaseData> Each() => from one in Kinds select new TestCaseData(one.Service, one.Kind);

    private static IEnumerable<TestCaseData> Wide() =>
        from one in Kinds
        from filter in new (string Name, Func<string, TaskFilter> Of)[]
        {
            ("all", _ => TaskFilter.All),
            ("states", _ => new TaskFilter { States = [TaskState.Pending, TaskState.Running] }),
            ("first letters", kind => new TaskFilter { Kinds = [kind[..3] + "*"] }),
            ("last letters", kind => new TaskFilter { Kinds = ["*" + kind[^3..]] }),
            ("star behind the name", kind => new TaskFilter { Kinds = [kind + "*"] }),
            ("star before the name", kind => new TaskFilter { Kinds = ["*" + kind] }),
        }
        select new TestCaseData(one.Service, one.Kind, filter.Of(one.Kind)).SetArgDisplayNames(one.Service, one.Kind, filter.Name);

    [Test]
    public void Every_protected_kind_is_in_the_table()
    {
        var patterns = Services.All.SelectMany(name => Services.Create(name).Client.Capabilities.ProtectedKinds.Select(pattern => (name, pattern)));
        Assert.That(patterns.Where(one => !Kinds.Any(row => row.Service == one.name && row.Kind.StartsWith(one.pattern.TrimEnd('*'), StringComparison.Ordinal))), Is.Empty);
    }

    [TestCaseSource(nameof(Wide))]
    public async Task A_wide_filter_spares_it_and_says_so(string name, string kind, TaskFilter filter)
    {
        await using var service = Services.Create(name);
        var id = Add(service, kind);

        foreach (var selection in new[] { CancelSelection.Auto, CancelSelection.ClientSide })
        {
            var canceling = service.Client.CancelAndWaitAsync(filter, new CancelOptions { AllowAll = true, Selection = selection });
            await service.RunAsync(canceling);
            var report = await canceling;
            Assert.That(report.Protected.Select(task => task.Id), Does.Contain(id), selection.ToString());
            Assert.That(report.Outcomes.Select(outcome => outcome.Target.Id), Does.Not.Contain(id));
        }

        Assert.That(service.Truth(id), Is.AnyOf(TaskState.Running, TaskState.Pending));
    }

    [TestCaseSource(nameof(Wide))]
    public async Task A_wide_filter_cannot_be_left_to_the_server(string name, string kind, TaskFilter filter)
    {
        await using var service = Services.Create(name);
        var id = Add(service, kind);
        var canceling = AtServerAsync();
        await service.RunAsync(canceling);

        Assert.That(await canceling, Is.InstanceOf<UnsafeFilterException>().Or.InstanceOf<UnsupportedFilterException>());
        Assert.That(service.Emulator.Requests.Where(line => service.IsCancel(line.Request)), Is.Empty);
        Assert.That(service.Truth(id), Is.AnyOf(TaskState.Running, TaskState.Pending));

        async Task<Exception?> AtServerAsync()
        {
            try
            {
                await service.Client.CancelAsync(filter, new CancelOptions { AllowAll = true, Selection = CancelSelection.ServerSide });
                return null;
            }
            catch (TaskClientException error)
            {
                return error;
            }
        }
    }

    [TestCaseSource(nameof(Each))]
    public async Task Named_whole_or_by_id_it_is_addressed(string name, string kind)
    {
        foreach (var byId in new[] { false, true })
        {
            await using var service = Services.Create(name);
            var id = Add(service, kind);
            var canceling = service.Client.CancelAndWaitAsync(byId ? new TaskFilter { Ids = [id] } : new TaskFilter { Kinds = [kind] }, new CancelOptions { Selection = CancelSelection.ClientSide });
            await service.RunAsync(canceling);
            var report = await canceling;
            Assert.That(report.Outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(new[] { id }));
            Assert.That(report.Protected, Is.Empty);
        }
    }

    private static TaskId Add(ServiceHarness service, string kind) => service.Emulator switch
    {
        MeilisearchEmulator meilisearch => meilisearch.Add(new MeilisearchTask { Kind = kind, RunDuration = null }),
        ElasticsearchEmulator elasticsearch => elasticsearch.Add(new ElasticsearchTask { Action = kind }),
        ServiceEmulator other => throw new AssertionException($"{other} has no protected kinds in the table."),
    };
}
