namespace TaskCancellation.Tests.Architecture;

/// <summary>Holds the README equal to what it is generated from.</summary>
public sealed class ReadmeTests
{
    private static TaskClient[] Clients => ServiceClients.All;

    [TestCase("src/TaskCancellation/Elasticsearch/README.md")]
    [TestCase("src/TaskCancellation/Elasticsearch/ElasticsearchTaskClient.cs")]
    [Category("Finding P11")]
    public void The_permissions_are_named_by_the_names_of_either_product(string file)
    {
        using var all = Assert.EnterMultipleScope();
        foreach (var permission in new[] { "monitor", "manage", "cancel_task", "cluster:monitor/tasks/lists", "cluster:monitor/task/get", "cluster:admin/tasks/cancel", "cluster:monitor/main" })
        {
            Assert.That(Repository.Read(file), Does.Match($"`{permission}`|<c>{permission}</c>"), permission);
        }
    }

    [Test]
    public void The_table_is_the_one_the_capabilities_print() => Assert.That(Repository.Read("README.md"), Does.Contain(CapabilityTable.Print(Clients)));

    [Test]
    public void No_dialect_is_left_out() => Assert.That(Clients.Select(client => client.GetType().Name), Is.EquivalentTo(Dialects.All.Select(name => name + "TaskClient")));
}
