using System.Text;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Elasticsearch.Client.Replies;

/// <summary>The reply to a read of one task: running, or how its stored result says that it ended.</summary>
public sealed class ResultTests
{
    private const string Task = """{"node":"nA1","id":88,"action":"a"}""";

    [TestCase("{}", TaskState.Succeeded, null, null)]
    [TestCase("""{"total":3,"type":"passed over"}""", TaskState.Succeeded, null, null)]
    [TestCase("""{"canceled":"by user request"}""", TaskState.Canceled, null, null)]
    [TestCase("""{"canceled":""}""", TaskState.Canceled, null, null)]
    [TestCase("""{"canceled":true}""", TaskState.Canceled, null, null)]
    [TestCase("""{"canceled":{}}""", TaskState.Canceled, null, null)]
    [TestCase("""{"canceled":false}""", TaskState.Succeeded, null, null)]
    [TestCase("""{"canceled":null}""", TaskState.Succeeded, null, null)]
    [TestCase("""{"canceled":"x","failures":[{"cause":{"type":"a"}}],"timed_out":true}""", TaskState.Canceled, null, null)]
    [TestCase("""{"timed_out":true}""", TaskState.Failed, "It timed out before it was done.", "timed_out")]
    [TestCase("""{"timed_out":false}""", TaskState.Succeeded, null, null)]
    [TestCase("""{"timed_out":null}""", TaskState.Succeeded, null, null)]
    [TestCase("""{"timed_out":"true"}""", TaskState.Unknown, null, null)]
    [TestCase("""{"timed_out":{}}""", TaskState.Unknown, null, null)]
    [TestCase("""{"timed_out":true,"failures":[{"cause":{"type":"a","reason":"r"}}]}""", TaskState.Failed, "r", "a")]
    [TestCase("""{"failures":[]}""", TaskState.Succeeded, null, null)]
    [TestCase("""{"failures":null}""", TaskState.Succeeded, null, null)]
    [TestCase("""{"failures":{}}""", TaskState.Unknown, null, null)]
    [TestCase("""{"failures":7,"canceled":"x"}""", TaskState.Canceled, null, null)]
    [TestCase("""{"failures":[{"index":"i","status":409,"cause":{"type":"a","reason":"r"}}]}""", TaskState.Failed, "r", "a")]
    [TestCase("""{"failures":[{"shard":0,"reason":{"type":"a","reason":"r"}}]}""", TaskState.Failed, "r", "a")]
    [TestCase("""{"failures":[{"cause":{"type":"a","reason":"r"},"reason":{"type":"b","reason":"s"}}]}""", TaskState.Failed, "r", "a")]
    [TestCase("""{"failures":[{"reason":{"type":"b","reason":"s"},"cause":{"type":"a","reason":"r"}}]}""", TaskState.Failed, "s", "b")]
    [TestCase("""{"failures":[{"type":"a","reason":"r"}]}""", TaskState.Failed, "r", "a")]
    [TestCase("""{"failures":[{"type":"a","cause":"r"}]}""", TaskState.Failed, "r", "a")]
    [TestCase("""{"failures":[{"type":"a","cause":{"type":"b","reason":"s"}}]}""", TaskState.Failed, "s", "b")]
    [TestCase("""{"failures":[{}]}""", TaskState.Failed, "no reason given", null)]
    [TestCase("""{"failures":[7]}""", TaskState.Failed, "no reason given", null)]
    [TestCase("""{"failures":[{"cause":{"type":"a","reason":"r"}},{"cause":{"type":"b"}}]}""", TaskState.Failed, "r (the first of 2 failures)", "a")]
    [TestCase("""{"failures":[7,{"cause":{"type":"b"}},null]}""", TaskState.Failed, "no reason given (the first of 3 failures)", null)]
    [TestCase("""{"slices":[]}""", TaskState.Succeeded, null, null)]
    [TestCase("""{"slices":null}""", TaskState.Succeeded, null, null)]
    [TestCase("""{"slices":"odd"}""", TaskState.Unknown, null, null)]
    [TestCase("""{"slices":[null,{}]}""", TaskState.Succeeded, null, null)]
    [TestCase("""{"slices":[{},7]}""", TaskState.Unknown, null, null)]
    [TestCase("""{"slices":[7,{}]}""", TaskState.Unknown, null, null)]
    [TestCase("""{"slices":[{"canceled":"x"}]}""", TaskState.Canceled, null, null)]
    [TestCase("""{"slices":[{"canceled":"x"},{"canceled":"x"}]}""", TaskState.Canceled, null, null)]
    [TestCase("""{"slices":[{"canceled":"x"},{}]}""", TaskState.Failed, "1 of 2 slices was canceled.", "canceled")]
    [TestCase("""{"slices":[{"canceled":"x"},{"canceled":"x"},null]}""", TaskState.Failed, "2 of 3 slices were canceled.", "canceled")]
    [TestCase("""{"slices":[{"canceled":"x"},7]}""", TaskState.Failed, "1 of 2 slices was canceled.", "canceled")]
    [TestCase("""{"slices":[{},{"type":"a","reason":"r"}]}""", TaskState.Failed, "r", "a")]
    [TestCase("""{"slices":[{"reason":"r"}]}""", TaskState.Succeeded, null, null)]
    [TestCase("""{"slices":[{"type":"a","reason":"r"},{"type":"b","reason":"s"}]}""", TaskState.Failed, "r", "a")]
    [TestCase("""{"slices":[{"failures":[{"cause":{"type":"a","reason":"r"}}]}]}""", TaskState.Failed, "r", "a")]
    [TestCase("""{"slices":[{"timed_out":true}]}""", TaskState.Failed, "It timed out before it was done.", "timed_out")]
    [TestCase("""{"slices":[{"canceled":"x"},{"type":"a","reason":"r"}]}""", TaskState.Failed, "r", "a")]
    [TestCase("""{"failures":[{"cause":{"type":"o","reason":"own"}}],"slices":[{"type":"a","reason":"r"}]}""", TaskState.Failed, "own", "o")]
    [TestCase("""{"slices":[{"type":"a","reason":"r"}],"timed_out":7}""", TaskState.Failed, "r", "a")]
    [TestCase("7", TaskState.Unknown, null, null)]
    [TestCase("[]", TaskState.Unknown, null, null)]
    public void A_stored_response_says_how_it_ended(string response, TaskState state, string? message, string? code)
    {
        var end = Reading.Of(response, ElasticsearchStoredResponse.Read);
        var raw = state switch { TaskState.Succeeded => "response", TaskState.Canceled => "canceled", TaskState.Failed => "error", _ => "unrecorded" };
        Assert.That((end.State, end.RawState, end.Failure, end.IsUnknown), Is.EqualTo((state, raw, message is null ? null : new TaskFailure(message, code), state == TaskState.Unknown)));

        var task = Read($$"""{"completed":true,"task":{{Task}},"response":{{response}}}""");
        Assert.That((task.State, task.RawState, task.Failure, task.IsEndUnknown), Is.EqualTo((end.State, end.RawState, end.Failure, end.IsUnknown)));
        Assert.That(((ElasticsearchTaskDetails)task.Details!).Response, Is.EqualTo(response));
    }

    [TestCase("""{"type":"a","reason":"r"}""", TaskState.Failed, "r", "a")]
    [TestCase("""{"type":"a","reason":"r","caused_by":{"type":"task_cancelled_exception","reason":"by request"}}""", TaskState.Canceled, "r: by request", "a")]
    [TestCase("\"in words\"", TaskState.Failed, "in words", null)]
    [TestCase("{}", TaskState.Failed, "no reason given", null)]
    [TestCase("7", TaskState.Unknown, null, null)]
    public void A_stored_error_says_why(string error, TaskState state, string? message, string? code)
    {
        foreach (var response in new[] { "", ""","response":{"canceled":"x"}""" })
        {
            var task = Read($$"""{"completed":true,"task":{{Task}},"error":{{error}}{{response}}}""");
            Assert.That((task.State, task.Failure, task.IsEndUnknown), Is.EqualTo((state, message is null ? null : new TaskFailure(message, code), state == TaskState.Unknown)), "an error counts before a response");
            Assert.That(((ElasticsearchTaskDetails)task.Details!).Error, Is.EqualTo(error));
        }
    }

    [Test]
    public void What_has_not_completed_runs_whatever_is_beside_it()
    {
        var task = Read("""{"completed":false,"response":{"canceled":"x"},"error":{"type":"a"},"task":{"node":"nA1","id":88,"action":"a","cancelled":true}}""");
        Assert.That((task.State, task.RawState, task.Failure, task.IsTerminal), Is.EqualTo((TaskState.Canceling, "cancelled", default(TaskFailure), false)));
    }

    [TestCase("")]
    [TestCase(""","response":null""")]
    [TestCase(""","error":null""")]
    [TestCase(""","response":null,"error":null,"later":1""")]
    public void What_has_completed_without_a_result_has_an_end_that_is_not_known(string result)
    {
        var task = Read($$"""{"completed":true,"task":{{Task}}{{result}}}""");
        Assert.That((task.State, task.RawState, task.IsEndUnknown), Is.EqualTo((TaskState.Unknown, "unrecorded", true)));
        Assert.That((((ElasticsearchTaskDetails)task.Details!).Response, ((ElasticsearchTaskDetails)task.Details).Error), Is.EqualTo((default(string), default(string))));
    }

    [TestCase(true, "task_relocated_exception", "\"nB2:7\"", "nB2:7")]
    [TestCase(false, "task_relocated_exception", "\"nB2:7\"", null)]
    [TestCase(true, "other_exception", "\"nB2:7\"", null)]
    [TestCase(true, "task_relocated_exception", "\"unset\"", null)]
    [TestCase(true, "task_relocated_exception", "null", null)]
    [TestCase(true, "task_relocated_exception", "{}", null)]
    public void A_task_has_moved_if_it_says_so_and_where(bool isCompleted, string type, string id, string? expected) =>
        Assert.That(Parse($$"""{"completed":{{(isCompleted ? "true" : "false")}},"task":{{Task}},"error":{"type":"{{type}}","relocated_task_id":{{id}} } }""").MovedTo?.Value, Is.EqualTo(expected));

    [Test]
    public void It_is_of_the_task_that_it_shows_and_keeps_what_it_is_given()
    {
        var reply = Parse("""{"completed":true,"task":{"node":"nA1","id":88,"action":"a","original_task_id":"nB2:5"}}""");
        Assert.That((reply.IsOf("nA1:88"), reply.IsOf("nB2:5"), reply.IsOf("nA1:89"), reply.MovedTo), Is.EqualTo((true, true, false, default(TaskId?))));
        Assert.That(Encoding.UTF8.GetString(reply.ToSnapshot("raw"u8.ToArray()).Raw.Span), Is.EqualTo("raw"));
    }

    [TestCase("""{"task":T}""", "The reply has no 'completed'.")]
    [TestCase("""{"completed":true}""", "The reply has no 'task'.")]
    [TestCase("""{"completed":null,"task":T}""", "'completed' in the reply is not the true or false that is due.")]
    [TestCase("""{"completed":true,"task":null}""", "'task' in the reply is not the object that is due.")]
    [TestCase("null", "The reply is not the object that is due.")]
    public void What_decides_must_be_there(string json, string problem) => Assert.That(Reading.ProblemOf(json.Replace("T", Task, StringComparison.Ordinal), ElasticsearchTaskReply.Read), Is.EqualTo(problem));

    private static ElasticsearchTaskReply Parse(string json) => Reading.Of(json, ElasticsearchTaskReply.Read);

    private static TaskSnapshot Read(string json) => Parse(json).ToSnapshot(default);
}
