using System.Text.Json;
using System.Text.Json.Nodes;

namespace TaskCancellation.Tests.Serialization;

/// <summary>What cannot be read is a <see cref="StoredDataException"/>, whatever is wrong with it.</summary>
public sealed class BrokenDataTests
{
    private static string Plan => FixtureTests.Read("plan-1.json").Trim();

    private static string Operation => FixtureTests.Read("operation-1.json").Trim();

    [Test]
    public void Cut_at_any_place()
    {
        var (plan, operation) = (Plan, Operation);
        for (var length = 0; length < plan.Length; length++)
        {
            Assert.That(() => CancellationJson.DeserializePlan(plan[..length]), Throws.InstanceOf<StoredDataException>(), $"plan cut at {length}");
        }

        for (var length = 0; length < operation.Length; length++)
        {
            Assert.That(() => CancellationJson.DeserializeOperation(operation[..length]), Throws.InstanceOf<StoredDataException>(), $"operation cut at {length}");
        }
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("7")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("no JSON")]
    [TestCase("{\"format\":null,\"version\":1}")]
    [TestCase("{\"format\":\"taskcancellation/plan\"}")]
    [TestCase("{\"format\":\"taskcancellation/plan\",\"version\":\"1\"}")]
    [TestCase("{\"format\":\"taskcancellation/plan\",\"version\":0}")]
    [TestCase("{\"format\":\"taskcancellation/plan\",\"version\":1}")]
    [TestCase("{\"format\":\"\\ud800\",\"version\":1}")]
    public void Anything_else(string text) => Assert.That(() => CancellationJson.DeserializePlan(text), Throws.InstanceOf<StoredDataException>());

    [Test]
    public void Of_another_kind()
    {
        Assert.That(() => CancellationJson.DeserializePlan(Operation), Throws.InstanceOf<StoredDataException>().With.Message.EqualTo("The stored data is 'taskcancellation/operation', and 'taskcancellation/plan' is due."));
        Assert.That(() => CancellationJson.DeserializeOperation(Plan), Throws.InstanceOf<StoredDataException>());
    }

    [Test]
    public void Of_a_newer_version_whatever_it_holds() => Assert.That(
        () => CancellationJson.DeserializePlan("{\"format\":\"taskcancellation/plan\",\"version\":2,\"targets\":7}"),
        Throws.InstanceOf<StoredDataException>().With.Message.Contains("newer version").And.Message.Contains("version 2"));

    [TestCase("service")]
    [TestCase("filter")]
    [TestCase("options")]
    [TestCase("targets")]
    [TestCase("requests")]
    [TestCase("collateral")]
    [TestCase("protected")]
    [TestCase("warnings")]
    [TestCase("createdAt")]
    [TestCase("expiresAt")]
    public void Without_a_member_of_a_plan(string name) => Refused(CancellationJson.DeserializePlan, Plan, root => root.AsObject().Remove(name));

    [TestCase("service")]
    [TestCase("accepted")]
    [TestCase("replies")]
    public void Without_a_member_of_an_operation(string name) => Refused(CancellationJson.DeserializeOperation, Operation, root => root.AsObject().Remove(name));

    private static IEnumerable<TestCaseData> Edits()
    {
        yield return Edit("another spelling of a member", root => Rename(root["options"]!, "maxTargets", "MaxTargets"));
        yield return Edit("a member that is none", root => root["target"] = new JsonArray());
        yield return Edit("a member of a task that is none", root => root["targets"]![0]!["uid"] = 7);
        yield return Edit("good for longer than plans of its lifetime are", root => root["expiresAt"] = "2999-01-01T00:00:00Z");
        yield return Edit("good until before it was made", root => root["expiresAt"] = "2001-01-01T00:00:00Z");
        yield return Edit("a null target", root => root["targets"]!.AsArray().Add(null));
        yield return Edit("a null id", root => root["filter"]!["ids"] = new JsonArray((JsonNode?)null));
        yield return Edit("a null value of a service's field", root => root["filter"]!["service"]![0]!["values"]!.AsArray().Add(null));
        yield return Edit("a target without an id", root => root["targets"]![0]!.AsObject().Remove("id"));
        yield return Edit("a state that is none", root => root["targets"]![0]!["state"] = "Dancing");
        yield return Edit("a state by number", root => root["targets"]![0]!["state"] = "1");
        yield return Edit("a state in lower case", root => root["targets"]![0]!["state"] = "running");
        yield return Edit("two states in one", root => root["filter"]!["states"] = new JsonArray("Pending, Running"));
        yield return Edit("a range without an end", root => root["filter"]!["enqueued"] = new JsonObject());
        yield return Edit("a bound that does not say which", root => root["filter"]!["enqueued"]!["lower"]!.AsObject().Remove("inclusive"));
        yield return Edit("an instant without a time zone", root => root["createdAt"] = "2026-03-04T12:30:00");
        yield return Edit("a day", root => root["createdAt"] = "2026-03-04");
        yield return Edit("a number for an instant", root => root["createdAt"] = 7);
        yield return Edit("too small a limit", root => root["options"]!["maxTargets"] = -1);
        yield return Edit("no concurrency", root => root["options"]!["maxConcurrency"] = 0);
        yield return Edit("no lifetime", root => root["options"]!["planLifetime"] = "00:00:00");
        yield return Edit("a relative address", root => root["endpoint"] = "tasks");
        yield return Edit("a relative address of the service", root => root["serviceInfo"]!["endpoint"] = "tasks");
        yield return Edit("a warning of no kind", root => root["warnings"]![0]!["kind"] = "Gossip");
    }

    [TestCaseSource(nameof(Edits))]
    [Category("Finding C6")]
    public void With_what_its_place_does_not_take(Action<JsonNode> edit) => Refused(CancellationJson.DeserializePlan, Plan, edit);

    [Test]
    public void With_a_member_twice()
    {
        var twice = Plan.Insert(1, "\"targets\":[],");

        Assert.That(() => CancellationJson.DeserializePlan(twice), Throws.InstanceOf<StoredDataException>());
    }

    [Test]
    public void With_something_behind_it() => Assert.That(() => CancellationJson.DeserializePlan(Plan + "x"), Throws.InstanceOf<StoredDataException>());

    [Test]
    public void The_cause_is_attached()
    {
        var broken = Assert.Throws<StoredDataException>(() => CancellationJson.DeserializePlan("{"));

        Assert.That(broken!.InnerException, Is.InstanceOf<JsonException>());
        Assert.That(broken, Is.InstanceOf<TaskClientException>());
    }

    private static TestCaseData Edit(string name, Action<JsonNode> edit) => new TestCaseData(edit).SetArgDisplayNames(name);

    private static void Rename(JsonNode node, string name, string newName)
    {
        node[newName] = node[name]!.DeepClone();
        node.AsObject().Remove(name);
    }

    private static void Refused<T>(Func<string, T> read, string text, Action<JsonNode> edit)
    {
        Assert.That(() => read(text), Throws.Nothing);
        var root = JsonNode.Parse(text)!;
        edit(root);
        Assert.That(() => read(root.ToJsonString()), Throws.InstanceOf<StoredDataException>());
    }
}
