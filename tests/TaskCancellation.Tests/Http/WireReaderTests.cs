using System.Text;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>The one pass over a reply: what decides, what informs, what is skipped, and how an error names its place. Held against JSON as RFC 8259 has it.</summary>
public sealed class WireReaderTests
{
    private static readonly string[] OddValues =
    [
        "null", "true", "7", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\"text\"", "\"\\ud800\"", "\"a\\ud800b\"", "{}", "{\"a\":[{}]}", "[]", "[[[1]]]", "\"2026-13-99\"",
    ];

    [TestCaseSource(nameof(OddValues))]
    public void A_member_that_informs_is_read_or_null_and_what_follows_is_read(string value)
    {
        WireRead<string?>[] informing =
        [
            static (ref WireReader reader) => reader.Text(),
            static (ref WireReader reader) => reader.SharedText(),
            static (ref WireReader reader) => reader.Message(),
            static (ref WireReader reader) => reader.Integer()?.ToString(),
            static (ref WireReader reader) => reader.Number()?.ToString(),
            static (ref WireReader reader) => reader.Instant()?.ToString(),
            static (ref WireReader reader) => reader.Flag()?.ToString(),
            static (ref WireReader reader) => reader.TryObject() && !reader.NextMember() ? "{}" : null,
            static (ref WireReader reader) => Encoding.UTF8.GetString(reader.Slice().Span),
            static (ref WireReader reader) => null,
        ];
        foreach (var read in informing.Where((_, at) => at != 7 || value != "{\"a\":[{}]}"))
        {
            var problem = WireReader.Read(Encoding.UTF8.GetBytes($$"""{"odd":{{value}},"after":"here"}"""), (ref WireReader reader) => After(ref reader, read), out var after);
            Assert.That((problem, after), Is.EqualTo((default(WireProblem), "here")));
        }
    }

    [TestCase("\"text\"", ExpectedResult = "text")]
    [TestCase("12.50", ExpectedResult = "12.50")]
    [TestCase("\"a\\u0041\"", ExpectedResult = "aA")]
    [TestCase("\"\\ud800\"", ExpectedResult = null)]
    [TestCase("true", ExpectedResult = null)]
    public string? A_text_may_be_a_number(string value) => Reading.Of(value, static (ref WireReader reader) => reader.Text());

    [Test]
    public void A_value_is_read_and_kept_in_one_pass() =>
        Assert.That(Reading.Of(""" [ {"uid": [1, {}]} ,  {"uid":2},[3 ] ,null]""", static (ref WireReader reader) => Kept(ref reader)), Is.EqualTo(new[] { """read{"uid": [1, {}]}""", """read{"uid":2}""", "other[3 ]", "othernull" }));

    [TestCase("""{"first":"a","second":[""", ExpectedResult = "a")]
    [TestCase("""{"zeroth":{"first":"b"},"first":"a" trailing""", ExpectedResult = "a")]
    [TestCase("""{"second":["a"]}""", ExpectedResult = null)]
    public string? What_follows_is_not_looked_at_once_it_is_left(string body) => Reading.Of(body, static (ref WireReader reader) => First(ref reader));

    [TestCase("7", ExpectedResult = 7)]
    [TestCase("7.5", ExpectedResult = null)]
    [TestCase("\"7\"", ExpectedResult = null)]
    [TestCase("99999999999999999999", ExpectedResult = null)]
    public long? A_whole_number(string value) => Reading.Of(value, static (ref WireReader reader) => reader.Integer());

    [TestCase("1617220000.5", ExpectedResult = 1617220000.5)]
    [TestCase("1e400", ExpectedResult = null)]
    public double? A_number(string value) => Reading.Of(value, static (ref WireReader reader) => reader.Number());

    [TestCase("\"2026-11-29T10:00:00Z\"", ExpectedResult = "2026-11-29T10:00:00.0000000+00:00")]
    [TestCase("\"2026-11-29T10:00:00.123456789+02:00\"", ExpectedResult = "2026-11-29T10:00:00.1234567+02:00")]
    [TestCase("\"2026-11-29T10:00:00\"", ExpectedResult = "2026-11-29T10:00:00.0000000+00:00")]
    [TestCase("\"soon\"", ExpectedResult = null)]
    public string? An_instant(string value) => Reading.Of(value, static (ref WireReader reader) => reader.Instant())?.ToString("O");

    [TestCase("""{"results":[{"uid":1},{"uid":"two"}]}""", "'results[1].uid' in the reply is not the whole number that is due.")]
    [TestCase("""{"results":[{"uid":1},{"u":{"v":[1,2]}}]}""", "'results[1]' in the reply has no 'uid'.")]
    [TestCase("""{"results":[null]}""", "'results[0]' in the reply is not the object that is due.")]
    [TestCase("""{"results":{}}""", "'results' in the reply is not the array that is due.")]
    [TestCase("""{"other":[[1],{"a":[2]}],"results":[{"uid":1.5}]}""", "'results[0].uid' in the reply is not the whole number that is due.")]
    [TestCase("null", "The reply is not the object that is due.")]
    [TestCase("null page", "The reply is not the object that is due.")]
    [TestCase("""{"results":7} page""", "'results' in the reply is not the array that is due.")]
    [TestCase("""{"results":[7,oops""", "'results[0]' in the reply is not the object that is due.")]
    [TestCase("", "The reply is empty.")]
    [TestCase("<html>", "The reply is not the JSON the service documents.")]
    [TestCase("""{"results":[{"uid":1}]""", "The reply is not the JSON the service documents.")]
    [TestCase("""{"results":[{"uid":1}]} trailing""", "The reply is not the JSON the service documents.")]
    [TestCase("""{"results":[]}{}""", "The reply is not the JSON the service documents.")]
    public void An_error_names_the_member(string body, string problem) => Assert.That(ReadUids(Encoding.UTF8.GetBytes(body)), Is.EqualTo(problem));

    [Test]
    public void What_is_skipped_may_be_as_deep_as_it_likes_and_what_is_entered_may_not()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 100_000)) + string.Concat(Enumerable.Repeat("]", 100_000));
        Assert.That(ReadUids(Encoding.UTF8.GetBytes($$"""{"odd":{{deep}},"results":[{"x":{{deep}},"uid":1}]}""")), Is.Null);

        var problem = WireReader.Read<object>(Encoding.UTF8.GetBytes(deep), static (ref WireReader reader) =>
        {
            reader.RequireArray();
            while (reader.NextItem())
            {
                reader.RequireArray();
            }

            return "";
        }, out _);
        Assert.That(problem!.Description, Does.EndWith("in the reply is nested too deep."));
    }

    [Test]
    public void Bytes_that_are_no_text_are_null_where_they_inform_and_an_error_where_they_decide()
    {
        byte[] body = [.. "{\"odd\":\""u8, 0xFF, .. "\",\"after\":\"here\"}"u8];
        Assert.That(WireReader.TryRead(body, static (ref WireReader reader) => After(ref reader, static (ref WireReader value) => value.Text()), out var after), Is.True);
        Assert.That(after, Is.EqualTo("here"));
        var problem = WireReader.Read(body, static (ref WireReader reader) => After(ref reader, static (ref WireReader value) => value.RequireText()), out _);
        Assert.That(problem!.Description, Is.EqualTo("'odd' in the reply is not a Unicode text."));
    }

    [Test]
    public void A_name_may_be_escaped_and_may_be_no_text()
    {
        Assert.That(ReadUids("""{"\u0072esults":[{"\ud800":2,"u\u0069d":1}]}"""u8), Is.Null);
        Assert.That(ReadUids("""{"results":[{"\ud800":1}]}"""u8), Is.EqualTo("'results[0]' in the reply has no 'uid'."));
    }

    [Test]
    public void A_slice_is_the_value_as_it_came()
    {
        Assert.That(WireReader.TryRead("""{"odd": {"a" : [1, "x"]} ,"after":"here"}"""u8, static (ref WireReader reader) => Slices(ref reader), out var slices), Is.True);
        Assert.That(slices, Is.EqualTo(new[] { """{"a" : [1, "x"]}""", "\"here\"" }));
    }

    [Test]
    public void Repeated_texts_are_shared()
    {
        Assert.That(WireReader.TryRead("""["enqueued","enqueued"]"""u8, static (ref WireReader reader) => Texts(ref reader), out var texts), Is.True);
        Assert.That(texts![0], Is.SameAs(texts[1]));
    }

    [TestCase("plain text", "plain text")]
    [TestCase("a\r\nWARN: fake", "a  WARN: fake")]
    [TestCase("\u001b[31mred", "\ufffd[31mred")]
    [TestCase("whole 😀", "whole 😀")]
    [TestCase("\u202etxt", "\ufffdtxt")]
    public void A_message_is_on_one_line(string text, string clean) => Assert.That(SafeText.Of(text), Is.EqualTo(clean));

    [Test]
    public void A_message_is_bounded_and_whole()
    {
        using var all = Assert.EnterMultipleScope();
        Assert.That(SafeText.Of("half \ud83d of it"), Is.EqualTo("half \ufffd of it"));
        Assert.That(SafeText.Of(new string('x', 512)), Is.EqualTo(new string('x', 512)));
        Assert.That(SafeText.Of(new string('x', 513)), Is.EqualTo(new string('x', 511) + "…"));
        Assert.That(SafeText.Of(string.Concat(Enumerable.Repeat("😀", 3_000_000))), Has.Length.LessThanOrEqualTo(512).And.EndsWith("😀…"));
    }

    private static string? ReadUids(ReadOnlySpan<byte> body) => WireReader.Read(body, static (ref WireReader reader) =>
    {
        var uids = new List<long>();
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("results"u8))
            {
                reader.RequireArray();
                while (reader.NextItem())
                {
                    uids.Add(Uid(ref reader));
                }
            }
        }

        return uids;
    }, out _)?.Description;

    private static long Uid(ref WireReader reader)
    {
        long? uid = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("uid"u8))
            {
                uid = reader.RequireInteger();
            }
        }

        return reader.Require(uid, "uid");
    }

    private static string? After(ref WireReader reader, WireRead<string?> odd)
    {
        string? after = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("odd"u8))
            {
                odd(ref reader);
            }
            else if (reader.Is("after"u8))
            {
                after = reader.RequireText();
            }
        }

        return after;
    }

    private static string[] Kept(ref WireReader reader)
    {
        var kept = new List<string>();
        reader.RequireArray();
        while (reader.NextItem())
        {
            var start = reader.Start;
            var uid = reader.TryObject() && reader.NextMember() && !reader.NextMember() ? "read" : "other";
            kept.Add(uid + Encoding.UTF8.GetString(reader.Since(start).Span));
        }

        return [.. kept];
    }

    private static string? First(ref WireReader reader)
    {
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("first"u8))
            {
                var first = reader.Text();
                reader.Leave();
                return first;
            }
        }

        return null;
    }

    private static string[] Slices(ref WireReader reader)
    {
        var slices = new List<string>();
        reader.RequireObject();
        while (reader.NextMember())
        {
            slices.Add(Encoding.UTF8.GetString(reader.Slice().Span));
        }

        return [.. slices];
    }

    private static string[] Texts(ref WireReader reader)
    {
        var texts = new List<string>();
        reader.RequireArray();
        while (reader.NextItem())
        {
            texts.Add(reader.RequireSharedText());
        }

        return [.. texts];
    }
}
