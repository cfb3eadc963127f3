using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Elasticsearch.Client.Replies;

/// <summary>The body of an unsuccessful reply: whether it is the service's, its code, and its words.</summary>
[TestFixture]
internal sealed class ErrorBodyTests
{
    [TestCase("""{"error":{"type":"a_exception","reason":"words"},"status":400}""", "a_exception", "words")]
    [TestCase("""{"error":{"type":"a_exception","reason":"words"}}""", "a_exception", "words")]
    [TestCase("""{"error":{"type":"a_exception"},"status":400}""", "a_exception", "a_exception")]
    [TestCase("""{"error":"words","status":400}""", null, "words")]
    [TestCase("""{"status":400,"error":"words"}""", null, "words")]
    [TestCase("""{"error":"no handler found for uri [/x] and method [GET]"}""", null, "no handler found for uri [/x] and method [GET]")]
    [TestCase("""{"error":"ResourceNotFoundException[task]"}""", "resource_not_found_exception", "ResourceNotFoundException[task]")]
    [TestCase("""{"error":"ElasticsearchParseException[bad]"}""", "parse_exception", "ElasticsearchParseException[bad]")]
    [TestCase("""{"error":"OpenSearchParseException[bad]","status":400}""", "parse_exception", "OpenSearchParseException[bad]")]
    [TestCase("""{"error":"ElasticsearchException[bad]","status":400}""", "exception", "ElasticsearchException[bad]")]
    [TestCase("""{"error":"IOException[bad]","status":500}""", "i_o_exception", "IOException[bad]")]
    [TestCase("""{"error":"an IOException[bad]","status":500}""", null, "an IOException[bad]")]
    [TestCase("""{"error":"ioException[bad]","status":500}""", null, "ioException[bad]")]
    [TestCase("""{"error":"IOException: bad","status":500}""", null, "IOException: bad")]
    public void An_error_of_the_service_has_a_code_and_words(string json, string? code, string words) => Assert.That(Read(json), Is.EqualTo(new ServiceError(code, words)));

    [TestCase("{}")]
    [TestCase("""{"status":400}""")]
    [TestCase("""{"error":"words"}""")]
    [TestCase("""{"error":"words","status":"400"}""")]
    [TestCase("""{"error":"words","status":null}""")]
    [TestCase("""{"error":"there is no handler found for uri"}""")]
    [TestCase("""{"error":{},"status":400}""")]
    [TestCase("""{"error":{"reason":"words"},"status":400}""")]
    [TestCase("""{"error":{"type":null},"status":400}""")]
    [TestCase("""{"error":null,"status":400}""")]
    [TestCase("""{"error":7,"status":400}""")]
    [TestCase("""{"error":["a"],"status":400}""")]
    [TestCase("""{"Error":{"type":"a"},"status":400}""")]
    public void Anything_else_is_of_another(string json) => Assert.That(Read(json), Is.Null);

    [TestCase("[]", "The reply is not the object that is due.")]
    [TestCase("\"words\"", "The reply is not the object that is due.")]
    public void What_is_no_object_is_none(string json, string problem) => Assert.That(Reading.ProblemOf(json, ElasticsearchErrorBody.Read), Is.EqualTo(problem));

    [Test]
    public void A_text_that_is_no_Unicode_has_no_words() => Assert.That(Read("{\"error\":\"\\ud800\",\"status\":400}"), Is.EqualTo(new ServiceError(null, "no reason given")));

    [TestCase("""{"type":"a","reason":"r"}""", "r", "r", "a")]
    [TestCase("""{"type":"a"}""", "a", "a", "a")]
    [TestCase("""{}""", "no reason given", "no reason given", null)]
    [TestCase("""{"reason":"r"}""", "r", "r", null)]
    [TestCase("""{"type":"a","reason":"r","caused_by":{"type":"b","reason":"c"}}""", "r: c", "c", "b")]
    [TestCase("""{"type":"a","reason":"r","caused_by":{"type":"b"}}""", "r", "b", "b")]
    [TestCase("""{"type":"a","caused_by":{"type":"b","reason":"c"}}""", "c", "c", "b")]
    [TestCase("""{"type":"a","caused_by":{"type":"b"}}""", "b", "b", "b")]
    [TestCase("""{"type":"a","caused_by":{"reason":"c"}}""", "c", "c", "a")]
    [TestCase("""{"type":"a","reason":"r holds c too","caused_by":{"type":"b","reason":"c"}}""", "r holds c too", "c", "b")]
    [TestCase("""{"type":"a","reason":"r","caused_by":{"type":"b","reason":"c","caused_by":{"type":"d","reason":"e"}}}""", "r: e", "e", "d")]
    [TestCase("""{"type":"a","reason":"r","caused_by":{"type":"b","reason":"c","caused_by":{"type":"d"}}}""", "r: c", "c", "d")]
    [TestCase("""{"type":"a","reason":"r","caused_by":"text"}""", "r: text", "text", "a")]
    [TestCase("""{"type":"a","reason":"r","caused_by":7}""", "r", "r", "a")]
    [TestCase("""{"type":"a","reason":{"type":"b","reason":"c"}}""", "c", "c", "b")]
    [TestCase("""{"type":"a","reason":7}""", "7", "7", "a")]
    [TestCase("""{"type":"a","reason":"r","root_cause":[{"type":"b","reason":"c"}]}""", "r: c", "c", "b")]
    [TestCase("""{"type":"a","reason":"r","suppressed":[{"type":"b","reason":"c"},{"type":"d","reason":"e"}]}""", "r: c", "c", "b")]
    [TestCase("""{"type":"a","reason":"r","failed_shards":[{"reason":{"type":"b","reason":"c"}},{"reason":{"type":"d","reason":"e"}}]}""", "r: c", "c", "b")]
    [TestCase("""{"type":"a","reason":"r","root_cause":{"type":"b","reason":"c"},"failed_shards":7}""", "r", "r", "a")]
    public void The_words_are_its_own_and_those_of_the_innermost_cause(string json, string words, string innermost, string? type)
    {
        var cause = Reading.Of(json, ElasticsearchErrorCause.Read)!.Value;
        Assert.That((cause.Words, cause.Innermost, cause.InnermostType), Is.EqualTo((words, innermost, type)));
    }

    [Test]
    public void The_deeper_cause_counts_wherever_it_stands()
    {
        string[] members = ["\"root_cause\":[{\"reason\":\"listed\"}]", "\"failed_shards\":[{\"reason\":{\"reason\":\"of a shard\"}}]", "\"caused_by\":{\"reason\":\"cause\"}"];
        (int[] Order, string Innermost)[] cases = [([0, 1], "of a shard"), ([1, 0], "of a shard"), ([0, 2], "cause"), ([2, 0], "cause"), ([1, 2], "cause"), ([2, 1], "cause"), ([2, 1, 0], "cause"), ([0], "listed")];
        foreach (var (order, expected) in cases)
        {
            var json = $$"""{"type":"a",{{string.Join(',', order.Select(at => members[at]))}}}""";
            Assert.That(Reading.Of(json, ElasticsearchErrorCause.Read)!.Value.Innermost, Is.EqualTo(expected), json);
        }
    }

    [Test]
    public void A_text_in_the_place_of_an_error_is_its_reason()
    {
        var cause = Reading.Of("\"in words\"", ElasticsearchErrorCause.Read)!.Value;
        Assert.That((cause.Reason, cause.Type, cause.Words, cause.Innermost, cause.InnermostType, cause.MovedTo), Is.EqualTo(("in words", default(string), "in words", "in words", default(string), default(string))));
        Assert.That(Reading.Of("7", ElasticsearchErrorCause.Read), Is.Null);
        Assert.That(Reading.Of("[]", ElasticsearchErrorCause.Read), Is.Null);
        Assert.That(Reading.Of("null", ElasticsearchErrorCause.Read), Is.Null);
    }

    [Test]
    public void Where_a_task_has_moved_is_told()
    {
        var cause = Reading.Of("""{"type":"task_relocated_exception","relocated_task_id":"nB2:7","later":{}}""", ElasticsearchErrorCause.Read)!.Value;
        Assert.That((cause.Type, cause.MovedTo), Is.EqualTo(("task_relocated_exception", "nB2:7")));
    }

    [Test]
    public void Names_are_shown_on_one_line()
    {
        var cause = Reading.Of("""{"type":"a\nb","reason":"c\nd","caused_by":{"reason":"e\nf"}}""", ElasticsearchErrorCause.Read)!.Value;
        Assert.That((cause.Type, cause.Reason, cause.Words), Is.EqualTo(("a b", "c d", "c d: e f")));
    }

    [TestCase("resource_not_found_exception", ElasticsearchErrorMeanings.NotThere)]
    [TestCase("no_such_node_exception", ElasticsearchErrorMeanings.NotThere)]
    [TestCase("illegal_argument_exception", ElasticsearchErrorMeanings.IllegalArgument)]
    [TestCase("illegal_state_exception", ElasticsearchErrorMeanings.IllegalState)]
    [TestCase("security_exception", ElasticsearchErrorMeanings.Security)]
    [TestCase("task_cancelled_exception", ElasticsearchErrorMeanings.TaskCancelled)]
    [TestCase("timeout_exception", ElasticsearchErrorMeanings.None)]
    [TestCase(null, ElasticsearchErrorMeanings.None)]
    public void A_type_has_a_meaning_or_none(string? type, ElasticsearchErrorMeanings meaning)
    {
        Assert.That(ElasticsearchErrors.MeaningOf(type), Is.EqualTo(meaning));
        var own = Reading.Of($$"""{"type":{{(type is null ? "null" : $"\"{type}\"")}},"root_cause":[{}],"caused_by":{"type":"other"} }""", ElasticsearchErrorCause.Read)!.Value;
        Assert.That(own.Meanings, Is.EqualTo(meaning));
    }

    [TestCase("caused_by", "task_cancelled_exception", true)]
    [TestCase("caused_by", "security_exception", true)]
    [TestCase("caused_by", "illegal_state_exception", true)]
    [TestCase("root_cause", "task_cancelled_exception", true)]
    [TestCase("suppressed", "security_exception", true)]
    [TestCase("root_cause", "illegal_state_exception", false)]
    [TestCase("failed_shards", "task_cancelled_exception", true)]
    [TestCase("failed_shards", "resource_not_found_exception", false)]
    [TestCase("reason", "task_cancelled_exception", true)]
    [TestCase("reason", "illegal_argument_exception", false)]
    public void What_goes_wrong_besides_says_less(string member, string type, bool counts)
    {
        var error = $$"""{"type":"{{type}}"}""";
        var value = member switch { "root_cause" or "suppressed" => $"[{error}]", "failed_shards" => $"[{{\"reason\":{error}}}]", _ => error };
        var cause = Reading.Of($$"""{"{{member}}":{{value}} }""", ElasticsearchErrorCause.Read)!.Value;
        Assert.That(cause.Meanings, Is.EqualTo(counts ? ElasticsearchErrors.MeaningOf(type) : ElasticsearchErrorMeanings.None));
    }

    private static ServiceError? Read(string json) => Reading.Of(json, ElasticsearchErrorBody.Read);
}
