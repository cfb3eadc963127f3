using System.Globalization;
using System.Text;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>Each way to read a value, at each kind of value and at its bounds: the value, or the whole text about it.</summary>
public sealed class WireValueTests
{
    private const string Lone = "\"\\ud800\"";

    [TestCase("text", "\"a\\u0041\"", "aA")]
    [TestCase("text", "7", "! 'odd' in the reply is not the text that is due.")]
    [TestCase("text", "null", "! 'odd' in the reply is not the text that is due.")]
    [TestCase("text", Lone, "! 'odd' in the reply is not a Unicode text.")]
    [TestCase("shared", "\"word\"", "word")]
    [TestCase("shared", "{}", "! 'odd' in the reply is not the text that is due.")]
    [TestCase("shared", Lone, "! 'odd' in the reply is not a Unicode text.")]
    [TestCase("message", "\"a\\nb\"", "a b")]
    [TestCase("message", "true", "! 'odd' in the reply is not the text that is due.")]
    [TestCase("message", Lone, "! 'odd' in the reply is not a Unicode text.")]
    [TestCase("word", "\"indexing\"", "indexing")]
    [TestCase("word", "\"\"", "! 'odd' in the reply is not the word that is due.")]
    [TestCase("word", "\" \"", "! 'odd' in the reply is not the word that is due.")]
    [TestCase("word", "\"a\\nb\"", "! 'odd' in the reply is not the word that is due.")]
    [TestCase("word", "[]", "! 'odd' in the reply is not the text that is due.")]
    [TestCase("integer", "-9223372036854775808", "-9223372036854775808")]
    [TestCase("integer", "9223372036854775808", "! 'odd' in the reply is not the whole number that is due.")]
    [TestCase("integer", "1.5", "! 'odd' in the reply is not the whole number that is due.")]
    [TestCase("integer", "\"1\"", "! 'odd' in the reply is not the whole number that is due.")]
    [TestCase("flag", "true", "True")]
    [TestCase("flag", "false", "False")]
    [TestCase("flag", "\"true\"", "! 'odd' in the reply is not the true or false that is due.")]
    [TestCase("flag", "null", "! 'odd' in the reply is not the true or false that is due.")]
    [TestCase("object", "{}", "entered")]
    [TestCase("object", "[]", "! 'odd' in the reply is not the object that is due.")]
    [TestCase("array", "[]", "entered")]
    [TestCase("array", "{}", "! 'odd' in the reply is not the array that is due.")]
    [TestCase("class", "\"x\"", "x")]
    [TestCase("class", "null", "! 'odd' in the reply has no 'member'.")]
    [TestCase("struct", "7", "7")]
    [TestCase("struct", "null", "! 'odd' in the reply has no 'member'.")]
    public void What_decides_is_read_or_is_an_error(string how, string value, string expected) => Assert.That(Read(how, value), Is.EqualTo(expected));

    [TestCase("Text", "\"x\"", "x")]
    [TestCase("Text", "-1.50e3", "-1.50e3")]
    [TestCase("Text", "null", null)]
    [TestCase("Text", "[\"x\"]", null)]
    [TestCase("Text4", "\"four\"", "four")]
    [TestCase("Text4", "\"fours\"", null)]
    [TestCase("Text4", "12345", null)]
    [TestCase("Shared", "\"x\"", "x")]
    [TestCase("Shared", "false", null)]
    [TestCase("Word", "\"x\"", "x")]
    [TestCase("Word", "\"\\t\"", null)]
    [TestCase("Word", "\"\"", null)]
    [TestCase("Word", "{\"a\":1}", null)]
    [TestCase("Message", "\"a\\u001b\"", "a\ufffd")]
    [TestCase("Message", "12", "12")]
    [TestCase("Message", Lone, null)]
    [TestCase("Message4", "\"four\"", "four")]
    [TestCase("Message4", "\"fours\"", "fou…")]
    [TestCase("Message4", "\"\\u0066\\u006fur\"", "four")]
    [TestCase("Message4", "\"\\u0066\\u006furs\"", "fou…")]
    [TestCase("Message4", "\"😀😀\"", "😀😀")]
    [TestCase("Message4", "\"😀😀😀😀😀😀😀😀\"", "😀…")]
    [TestCase("Message4", "\"漢漢漢漢\"", "漢漢漢漢")]
    [TestCase("Message4", "\"漢漢漢漢漢\"", "漢漢漢…")]
    [TestCase("Integer", "12", "12")]
    [TestCase("Integer", "1.5", null)]
    [TestCase("Integer", "\"12\"", null)]
    [TestCase("Number", "1.5", "1.5")]
    [TestCase("Number", "\"1.5\"", null)]
    [TestCase("Number", "1e999", null)]
    [TestCase("Instant", "\"2026-01-02T03:04:05+06:00\"", "2026-01-02T03:04:05.0000000+06:00")]
    [TestCase("Instant", "\"2026-01-02T03:04:05Z\"", "2026-01-02T03:04:05.0000000+00:00")]
    [TestCase("Instant", "\"2026-01-02\"", "2026-01-02T00:00:00.0000000+00:00")]
    [TestCase("Instant", "1767322800", null)]
    [TestCase("Flag", "true", "True")]
    [TestCase("Flag", "false", "False")]
    [TestCase("Flag", "\"true\"", null)]
    [TestCase("Flag", "{}", null)]
    [TestCase("Slice", "{\"a\": 1}", "{\"a\": 1}")]
    [TestCase("Slice", "{}", "{}")]
    [TestCase("Slice", "null", "")]
    [TestCase("Json", "[ 1 ]", "[ 1 ]")]
    [TestCase("Json", "null", null)]
    [TestCase("IsNull", "null", "True")]
    [TestCase("IsNull", "0", "False")]
    [TestCase("Kind", "\"x\"", "String")]
    public void What_informs_is_read_or_null(string how, string value, string? expected) => Assert.That(Read(how, value), Is.EqualTo(expected));

    [TestCase("shared", 2048)]
    [TestCase("text", 65536)]
    public void A_text_that_decides_has_a_longest_length(string how, int longest)
    {
        Assert.That(Read(how, $"\"{new string('x', longest)}\""), Has.Length.EqualTo(longest));
        Assert.That(Read(how, $"\"{new string('x', longest + 1)}\""), Is.EqualTo("! 'odd' in the reply is longer than it can be."));
    }

    [Test]
    public void A_shared_text_that_informs_has_one_too_and_a_message_is_cut()
    {
        Assert.That(Read("Shared", $"\"{new string('x', 2048)}\""), Has.Length.EqualTo(2048));
        Assert.That(Read("Shared", $"\"{new string('x', 2049)}\""), Is.Null);
        Assert.That(Read("message", $"\"{new string('x', 513)}\""), Is.EqualTo(new string('x', 511) + "…"));
        Assert.That(Read("Message", $"\"{new string('x', 513)}\""), Is.EqualTo(new string('x', 511) + "…"));
    }

    [TestCase(65, null)]
    [TestCase(66, "is nested too deep.")]
    public void A_value_is_entered_sixty_four_levels_below_the_first(int depth, string? problem)
    {
        var body = Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));

        Assert.That(WireReader.Read<object>(body, static (ref WireReader reader) => Require(ref reader), out _)?.Description, problem is null ? Is.Null : Does.EndWith(problem));
        Assert.That(WireReader.Read(body, static (ref WireReader reader) => Try(ref reader), out var entered)?.Description, Is.Null);
        Assert.That(entered, Is.EqualTo(65));

        static object Require(ref WireReader reader)
        {
            reader.RequireArray();
            while (reader.NextItem())
            {
                Require(ref reader);
            }

            return "";
        }

        static int Try(ref WireReader reader)
        {
            var depth = reader.TryArray() ? 1 : 0;
            while (depth > 0 && reader.NextItem())
            {
                depth += Try(ref reader);
            }

            return depth;
        }
    }

    // 128 bytes for each task, from 10,000 tasks.
    [TestCase(10_000, 10, true)]
    [TestCase(10_001, 1_280_127, false)]
    [TestCase(10_001, 1_280_128, true)]
    public void A_reply_has_room_for_its_tasks(int rows, int length, bool hasRoom)
    {
        var body = Encoding.UTF8.GetBytes($"\"{new string('x', length - 2)}\"");

        var problem = WireReader.Read<object>(body, (ref WireReader reader) =>
        {
            reader.Skip();
            reader.RequireRoomFor(rows);
            return "";
        }, out _);

        Assert.That(problem?.Description, hasRoom ? Is.Null : Is.EqualTo("The reply is one of many more tasks than fit in a reply of that length."));
    }

    [TestCase(1, 100, 10_000, 78)]
    [TestCase(1, 1_000, 10_000, 10)]
    [TestCase(5, 1_000, 10_000, 50)]
    [TestCase(20, 9_990, 10_000, 21)]
    public void A_list_is_as_long_as_what_was_read_lets_expect(int rows, int read, int length, int expected)
    {
        var body = Encoding.UTF8.GetBytes($"[\"{new string('x', read - 3)}\"{new string(' ', length - read - 1)}]");
        WireReader.Read(body, (ref WireReader reader) =>
        {
            reader.RequireArray();
            reader.NextItem();
            reader.Skip();
            var estimate = reader.EstimateRows(rows);
            return reader.NextItem() ? -1 : estimate;
        }, out var estimate);

        Assert.That(estimate, Is.EqualTo(expected));
    }

    [TestCase("\"name\"", "name", false, true)]
    [TestCase("\"Name\"", "name", false, false)]
    [TestCase("\"Name\"", "name", true, true)]
    [TestCase("\"n\\u0061me\"", "name", false, true)]
    [TestCase("\"N\\u0041me\"", "name", true, true)]
    [TestCase("\"n\\u0061mes\"", "name", true, false)]
    public void A_name_is_compared(string written, string name, bool ignoresCase, bool isEqual)
    {
        WireReader.Read(Encoding.UTF8.GetBytes($"{{{written}:1}}"), (ref WireReader reader) =>
        {
            reader.RequireObject();
            reader.NextMember();
            (bool, bool) result = (reader.Is(name, ignoresCase), reader.Is(Encoding.UTF8.GetBytes(name)));
            reader.NextMember();
            return result;
        }, out var results);

        Assert.That(results, Is.EqualTo((isEqual, isEqual && !ignoresCase)));
    }

    [Test]
    public void What_is_left_before_its_end_has_to_be_left_on_purpose([Values] bool isLeft)
    {
        var problem = WireReader.Read("""{"a":1,"b":2}"""u8, (ref WireReader reader) =>
        {
            reader.RequireObject();
            reader.NextMember();
            var read = reader.RequireInteger();
            if (isLeft)
            {
                reader.Leave();
            }

            return read;
        }, out var value);

        Assert.That(problem?.Description, isLeft ? Is.Null : Does.EndWith("in the reply goes on after its end."));
        Assert.That(value, Is.EqualTo(isLeft ? 1 : 0));
    }

    [TestCase(64, "'{0}' in the reply is not the whole number that is due.")]
    [TestCase(65, "'{1}…' in the reply is not the whole number that is due.")]
    public void A_long_name_is_cut_in_an_error(int length, string text)
    {
        var problem = WireReader.Read(Encoding.UTF8.GetBytes($$"""{"{{new string('n', length)}}":true}"""), static (ref WireReader reader) =>
        {
            reader.RequireObject();
            reader.NextMember();
            return reader.RequireInteger();
        }, out _);

        Assert.That(problem?.Description, Is.EqualTo(string.Format(CultureInfo.InvariantCulture, text, new string('n', 64), new string('n', 63))));
    }

    [Test]
    public void Positions_are_those_of_the_body()
    {
        var problem = WireReader.Read("""{"a": [1, 2] ,"b":3}"""u8, static (ref WireReader reader) =>
        {
            reader.RequireObject();
            reader.NextMember();
            var (name, start) = (reader.Name, reader.Start);
            var end = reader.Skip();
            reader.NextMember();
            reader.NextMember();
            return (name, start, end);
        }, out var read);

        Assert.That((problem, read), Is.EqualTo(((WireProblem?)null, ("a", 6L, 12L))));
    }

    private static string? Read(string how, string value)
    {
        var problem = WireReader.Read(Encoding.UTF8.GetBytes($$"""{"odd":{{value}},"after":"here"}"""), (ref WireReader reader) =>
        {
            reader.RequireObject();
            reader.NextMember();
            var read = Value(ref reader, how);
            Assert.That(reader.NextMember() ? reader.RequireText() : null, Is.EqualTo("here"), "what follows is read");
            reader.NextMember();
            return read;
        }, out var result);
        return problem is null ? result : $"! {problem.Description}";
    }

    private static string? Value(ref WireReader reader, string how)
    {
        switch (how)
        {
            case "object":
                reader.RequireObject();
                return reader.NextMember() ? "" : "entered";
            case "array":
                reader.RequireArray();
                return reader.NextItem() ? "" : "entered";
        }

        return how switch
        {
            "text" => reader.RequireText(),
            "shared" => reader.RequireSharedText(),
            "message" => reader.RequireMessage(),
            "word" => reader.RequireWord(),
            "integer" => reader.RequireInteger().ToString(CultureInfo.InvariantCulture),
            "flag" => reader.RequireFlag().ToString(),
            "class" => reader.Require(reader.Text(), "member"),
            "struct" => reader.Require(reader.Integer(), "member").ToString(CultureInfo.InvariantCulture),
            "Text" => reader.Text(),
            "Text4" => reader.Text(4),
            "Shared" => reader.SharedText(),
            "Word" => reader.Word(),
            "Message" => reader.Message(),
            "Message4" => reader.Message(4),
            "Integer" => reader.Integer()?.ToString(CultureInfo.InvariantCulture),
            "Number" => reader.Number()?.ToString(CultureInfo.InvariantCulture),
            "Instant" => reader.Instant()?.ToString("O"),
            "Flag" => reader.Flag()?.ToString(),
            "Slice" => Encoding.UTF8.GetString(reader.Slice().Span),
            "Json" => reader.Json()?.ToString(),
            "IsNull" => reader.IsNull.ToString(),
            "Kind" => reader.ValueKind.ToString(),
            _ => throw new ArgumentException(how),
        };
    }
}
