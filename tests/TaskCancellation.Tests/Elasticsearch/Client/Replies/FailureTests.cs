using TaskCancellation.Elasticsearch;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Elasticsearch.Client.Replies;

/// <summary>What failed within a reply that is a success by its status: its words, its kind, and what it means for a cancel by id.</summary>
[TestFixture]
internal sealed class FailureTests
{
    private const string NotFound = "\"type\":\"resource_not_found_exception\"";
    private const string NoNode = "\"type\":\"no_such_node_exception\"";
    private const string Illegal = "\"type\":\"illegal_argument_exception\"";
    private const string State = "\"type\":\"illegal_state_exception\"";
    private const string Security = "\"type\":\"security_exception\"";
    private const string Other = "\"type\":\"other_exception\"";

    [TestCase("", "", ElasticsearchCancelFailure.TaskFailed)]
    [TestCase(NotFound, "", ElasticsearchCancelFailure.NotRunning)]
    [TestCase(NoNode, "", ElasticsearchCancelFailure.NotRunning)]
    [TestCase(NotFound + "|" + NoNode, "", ElasticsearchCancelFailure.NotRunning)]
    [TestCase(NotFound, Security, ElasticsearchCancelFailure.NotRunning)]
    [TestCase(NotFound + "|" + Other, "", ElasticsearchCancelFailure.Unclear)]
    [TestCase(Other + "|" + NotFound, "", ElasticsearchCancelFailure.Unclear)]
    [TestCase(NotFound + "|" + Security, "", ElasticsearchCancelFailure.Denied)]
    [TestCase(Security, Illegal, ElasticsearchCancelFailure.Denied)]
    [TestCase(NotFound + "|" + Illegal, "", ElasticsearchCancelFailure.NotApplicable)]
    [TestCase(Illegal, "", ElasticsearchCancelFailure.NotApplicable)]
    [TestCase(Other, Illegal, ElasticsearchCancelFailure.NotApplicable)]
    [TestCase("", Illegal + "|" + State, ElasticsearchCancelFailure.NotApplicable)]
    [TestCase(Other, State, ElasticsearchCancelFailure.Unclear)]
    [TestCase(State, "", ElasticsearchCancelFailure.Unclear)]
    [TestCase("", State, ElasticsearchCancelFailure.Repeated)]
    [TestCase("", Other + "|" + State, ElasticsearchCancelFailure.Repeated)]
    [TestCase("", Other, ElasticsearchCancelFailure.TaskFailed)]
    [TestCase("", NotFound, ElasticsearchCancelFailure.TaskFailed)]
    [TestCase("", Security, ElasticsearchCancelFailure.TaskFailed)]
    public void All_failures_together_mean_one_thing(string nodes, string tasks, ElasticsearchCancelFailure meaning) => Assert.That(Read(nodes, tasks).Meaning, Is.EqualTo(meaning));

    [TestCase("\"reason\":{" + NotFound + "}", ElasticsearchCancelFailure.Unclear)]
    [TestCase("\"caused_by\":{\"type\":\"a\",\"caused_by\":{" + NotFound + "}}", ElasticsearchCancelFailure.NotRunning)]
    [TestCase("\"suppressed\":[{" + NotFound + "}]", ElasticsearchCancelFailure.Unclear)]
    [TestCase("\"root_cause\":[{" + Illegal + "}]", ElasticsearchCancelFailure.Unclear)]
    [TestCase("\"failed_shards\":[{\"reason\":{" + Illegal + "}}]", ElasticsearchCancelFailure.Unclear)]
    [TestCase("\"suppressed\":[{" + Security + "}]", ElasticsearchCancelFailure.Denied)]
    [TestCase("\"failed_shards\":[{\"reason\":{" + Security + "}}]", ElasticsearchCancelFailure.Denied)]
    [TestCase("\"caused_by\":{\"type\":\"a\",\"suppressed\":[{" + NotFound + "}]}", ElasticsearchCancelFailure.Unclear)]
    public void Only_the_error_and_its_cause_say_that_a_task_is_not_there(string members, ElasticsearchCancelFailure meaning) =>
        Assert.That(Read($"\"type\":\"failed_node_exception\",{members}", "").Meaning, Is.EqualTo(meaning));

    [TestCase(Other, "", TaskErrorReason.ServerError)]
    [TestCase("", Other, TaskErrorReason.ServerError)]
    [TestCase(Security, "", TaskErrorReason.Authorization)]
    [TestCase("", Security, TaskErrorReason.Authorization)]
    public void The_kind_of_the_exception_is_that_of_the_failures_or_what_it_is_told(string nodes, string tasks, TaskErrorReason kind)
    {
        var failures = Read(nodes, tasks);
        Assert.That(failures.ToException("x").Reason, Is.EqualTo(kind));
        Assert.That(failures.ToException("x", TaskErrorReason.Conflict).Reason, Is.EqualTo(TaskErrorReason.Conflict));
    }

    [Test]
    public void The_exception_has_all_the_facts()
    {
        var failure = Read(NotFound + ",\"reason\":\"gone\",\"node_id\":\"nA1\"", "").ToException("It was not canceled.");
        using var all = Assert.EnterMultipleScope();
        Assert.That(failure.Summary, Is.EqualTo("Product: It was not canceled. node nA1: gone"));
        Assert.That((failure.Delivery, failure.StatusCode, failure.ErrorCode, failure.ServiceName), Is.EqualTo((RequestDelivery.Answered, (int?)200, "resource_not_found_exception", "Elasticsearch")));

        var ofList = Read(Other + ",\"reason\":\"gone\",\"node_id\":\"nA1\"", "").ToListException();
        Assert.That(ofList.Summary, Is.EqualTo("Product: The list is not complete. node nA1: gone"));
        Assert.That((ofList.Reason, ofList.StatusCode, ofList.ErrorCode), Is.EqualTo((TaskErrorReason.ServerError, (int?)200, "other_exception")));
    }

    [TestCase(1, "node n1: w1")]
    [TestCase(2, "node n1: w1; node n2: w2")]
    [TestCase(3, "node n1: w1; node n2: w2; node n3: w3")]
    [TestCase(4, "node n1: w1; node n2: w2; node n3: w3; and 1 more")]
    [TestCase(12, "node n1: w1; node n2: w2; node n3: w3; and 9 more")]
    public void Of_many_the_first_three_are_shown_and_the_others_counted(int count, string expected)
    {
        var nodes = string.Join('|', Enumerable.Range(1, count).Select(at => $"\"type\":\"t{at}\",\"reason\":\"w{at}\",\"node_id\":\"n{at}\""));
        var failure = Read(nodes, "").ToException("What.");
        Assert.That((failure.Summary, failure.ErrorCode), Is.EqualTo(($"Product: What. {expected}", "t1")));
    }

    [TestCase("", "", "")]
    [TestCase("", "\"node_id\":\"nA1\",\"task_id\":9,\"reason\":{\"type\":\"t\",\"reason\":\"w\"}", "task nA1:9: w")]
    [TestCase("", "\"node_id\":\"nA1\",\"reason\":{\"type\":\"t\",\"reason\":\"w\"}", "task nA1: w")]
    [TestCase("", "\"task_id\":9,\"reason\":{\"type\":\"t\"}", "task :9: t")]
    [TestCase("", "\"task_id\":9,\"node_id\":\"nA1\",\"reason\":\"in words\"", "task nA1:9: in words")]
    [TestCase("", "\"task_id\":9,\"node_id\":\"nA1\",\"reason\":7", "task nA1:9: no reason given")]
    [TestCase("", "\"task_id\":9,\"node_id\":\"nA1\",\"type\":\"passed over\"", "task nA1:9: no reason given")]
    [TestCase("\"type\":\"t\",\"reason\":\"w\"", "", "node of no name: w")]
    [TestCase("\"type\":\"t\",\"reason\":\"w\",\"node_id\":null", "", "node of no name: w")]
    [TestCase("\"node_id\":\"nA1\"", "\"node_id\":\"nA1\",\"task_id\":9", "node nA1: no reason given; task nA1:9: no reason given")]
    [TestCase("\"node_id\":\"nA1\",\"type\":\"a\",\"reason\":\"outer\",\"caused_by\":{\"type\":\"b\",\"reason\":\"inner\"}", "", "node nA1: inner")]
    public void A_failure_says_where_and_why(string nodes, string tasks, string expected)
    {
        var list = Read(nodes, tasks);
        Assert.That(list.ToException("What.").Summary, Is.EqualTo($"Product: What. {expected}"));
        Assert.That(list.IsEmpty, Is.EqualTo(expected.Length == 0));
    }

    [Test]
    public void The_first_gives_the_code_of_its_innermost_cause()
    {
        Assert.That(Read("\"type\":\"a\",\"caused_by\":{\"type\":\"b\"}|\"type\":\"c\"", "").ToException("").ErrorCode, Is.EqualTo("b"));
        Assert.That(Read("\"type\":\"a\"", "\"reason\":{\"type\":\"c\"}").ToException("").ErrorCode, Is.EqualTo("a"));
        Assert.That(Read("\"node_id\":\"x\"|\"type\":\"c\"", "").ToException("").ErrorCode, Is.Null, "a later one is not the first");
        Assert.That(Read("", "\"reason\":{\"type\":\"c\"}").ToException("").ErrorCode, Is.EqualTo("c"));
    }

    [Test]
    public void What_is_no_object_is_a_failure_of_which_nothing_is_known()
    {
        var page = Reading.Of("""{"node_failures":[7],"task_failures":[null]}""", ElasticsearchPage.Reader("Product"));
        Assert.That(page.Failures.ToException("What.").Summary, Is.EqualTo("Product: What. node of no name: no reason given; task : no reason given"));
        Assert.That(page.Failures.Meaning, Is.EqualTo(ElasticsearchCancelFailure.Unclear));
    }

    // Failures are parted by a bar.
    private static ElasticsearchFailureList Read(string nodes, string tasks)
    {
        var ofTasks = tasks.Length > 0 && !tasks.Contains("_id\"", StringComparison.Ordinal) && !tasks.StartsWith("\"reason\"", StringComparison.Ordinal) ? string.Join('|', tasks.Split('|').Select(one => $"\"reason\":{{{one}}}")) : tasks;
        return Reading.Of($$"""{"node_failures":[{{Objects(nodes)}}],"task_failures":[{{Objects(ofTasks)}}]}""", ElasticsearchPage.Reader("Product")).Failures;

        static string Objects(string members) => members.Length == 0 ? "" : string.Join(',', members.Split('|').Select(one => $"{{{one}}}"));
    }
}
