using System.Globalization;
using TaskCancellation.Testing;
using TaskCancellation.Tool.Output;

namespace TaskCancellation.Tool.Tests.Output;

internal sealed class RowWriterTests
{
    private static readonly Field[] Row = [new("id", "a,\"b\"", "task"), new("state", TaskState.Running, "state"), new("isTerminal", false), new("progress", 0.25, "progress"), new("at", VirtualClock.DefaultStart, "at"), new("name", null, "name"), new("list", new[] { "x", "y" })];

    [Test]
    public void Json_has_a_line_for_each_row()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var rows = new JsonRowWriter(output);
        rows.Write(Row);
        rows.Write([new("n", 3), new("long", 4L), new("text", "\u001b\u009b\u202eü"), new("raw", new RawJsonText("{\"a\":1}"))]);
        Assert.That(output.ToString(), Is.EqualTo(
            """{"id":"a,\u0022b\u0022","state":"Running","isTerminal":false,"progress":0.25,"at":"2026-01-01T00:00:00+00:00","name":null,"list":["x","y"]}""" + "\n"
            + """{"n":3,"long":4,"text":"\u001B\u009B\u202E\u00FC","raw":{"a":1}}""" + "\n"));
    }

    [Test]
    public void Csv_has_a_header_and_quotes_what_needs_it()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var rows = new CsvRowWriter(output);
        rows.Write(Row);
        rows.Write([new("id", "line\nbreak")]);
        Assert.That(output.ToString(), Is.EqualTo("id,state,isTerminal,progress,at,name,list\n\"a,\"\"b\"\"\",Running,false,0.25,2026-01-01T00:00:00Z,,x y\nline\\u000abreak\n"));
    }
}
