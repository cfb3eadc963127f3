using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace TaskCancellation.Tests.Control;

/// <summary>Prints the pages of the control port as Markdown.</summary>
internal static class ReadmeTables
{
    /// <summary>The options of the command line.</summary>
    internal static string Options(IEnumerable<Option> options) =>
        Table("### Options", ["option", "what it does"], options.Select(option => new[] { $"`{option.Name}`", option.Description! }));

    /// <summary>What can be asked for at the control port.</summary>
    internal static string Requests(JsonElement root) =>
        Table("### Requests", ["request", "what it does"], root.GetProperty("can").EnumerateObject().Select(line => new[] { $"`{line.Name}`", line.Value.GetString()! }));

    /// <summary>All that can be done with a service.</summary>
    internal static string Service(JsonElement page)
    {
        var name = page.GetProperty("name").GetString()!;
        var text = new StringBuilder($"### {name}\n\n");
        text.Append(Table($"Settings of {name}, with their values at the start (`--set {name}.NAME=VALUE`, `PUT /{name}/settings`):", ["setting", "value", "meaning"],
            Rows(page, "settings", setting => [Code(setting.GetProperty("name")), Code(setting.GetProperty("value")), Text(setting, "description")])));
        text.Append(Table($"Actions (`POST /{name}/actions/NAME`):", ["action", "takes", "does"],
            Rows(page, "actions", action => [Code(action.GetProperty("name")), string.Join(", ", action.GetProperty("parameters").EnumerateArray().Select(Code)), Text(action, "description")])));
        text.Append(Members($"A task (`POST /{name}/tasks`):", page.GetProperty("taskMembers")));
        text.Append(Members($"A user (`POST /{name}/users`):", page.GetProperty("userMembers")));
        foreach (var other in page.GetProperty("otherMembers").EnumerateObject())
        {
            text.Append(Members($"{other.Name}:", other.Value));
        }

        return text.ToString();
    }

    private static string Members(string title, JsonElement members) => Table(title, ["member", "value", "by default", "meaning"],
        members.EnumerateArray().Select(member => new[] { Code(member.GetProperty("name")), Text(member, "type"), Code(member.GetProperty("default")), Text(member, "description") }));

    private static IEnumerable<string[]> Rows(JsonElement page, string list, Func<JsonElement, string[]> row) => page.GetProperty(list).EnumerateArray().Select(row);

    private static string Code(JsonElement value) => value.GetString() is { Length: > 0 } text ? $"`{text}`" : "";

    private static string Text(JsonElement row, string member) => row.GetProperty(member).GetString()!;

    private static string Table(string title, string[] heads, IEnumerable<string[]> rows) =>
        $"{title}\n\n{Line(heads)}{Line(heads.Select(_ => "---"))}{string.Concat(rows.Select(row => Line(row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))))}\n";

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";
}
