using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Shows single tasks in full.</summary>
internal sealed class ShowCommand : ServiceCommand
{
    private readonly Argument<string[]> ids = new("id") { Description = "The ids of the tasks.", Arity = ArgumentArity.OneOrMore };

    internal ShowCommand(ToolHost host)
        : base(host, "show", "Shows tasks by id. --json adds what the service itself says of them.")
    {
        Add(ids);
        AddSharedOptions();
    }

    internal override IReadOnlyList<string> Examples => ["taskcancel show 147", "taskcancel show 147 148 --json | jq .raw"];

    protected override async Task<ExitCode> RunAsync(ParseResult parsed, TaskClient client)
    {
        var format = Format(parsed);
        var rows = RowWriter.Create(Host, format);
        var isComplete = true;
        foreach (var id in parsed.GetRequiredValue(ids).Distinct())
        {
            var task = await client.FindAsync(id, new ReadOptions { KeepRaw = format == OutputFormat.Json, ReadProgress = true }, Host.Stop);
            if (task is null)
            {
                isComplete = false;
                Host.Say(Visibility.NotSeen(client, id));
            }
            else if (format == OutputFormat.Table)
            {
                Print(task);
            }
            else
            {
                rows.Write(format == OutputFormat.Json ? [.. TaskRows.Of(task), new("raw", Raw(task))] : TaskRows.Of(task));
            }
        }

        rows.Complete();
        return isComplete ? ExitCode.Done : ExitCode.Partial;
    }

    private void Print(TaskSnapshot task)
    {
        foreach (var field in TaskRows.Of(task))
        {
            if (CellText.Of(field.Value) is { Length: > 0 } text)
            {
                Host.Out.WriteLine($"{field.Name,-13} {text}");
            }
        }

        Host.Out.WriteLine();
    }

    // Written anew, so that everything but ASCII is escaped and all of it is on one line.
    private static RawJsonText? Raw(TaskSnapshot task)
    {
        if (task.Raw.IsEmpty)
        {
            return null;
        }

        using var document = JsonDocument.Parse(task.Raw);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            document.RootElement.WriteTo(json);
        }

        return new RawJsonText(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
