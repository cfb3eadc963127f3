using System.Text.Json;

namespace TaskCancellation.Tool.Tests.Bench;

/// <summary>What one run of the tool left behind.</summary>
internal sealed record ToolResult(ExitCode Code, string Out, string Error)
{
    /// <summary>The lines of the output, each read as JSON.</summary>
    internal IReadOnlyList<JsonElement> Json => [.. Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    internal IReadOnlyList<string> Lines => Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A member of each line.</summary>
    internal string[] Values(string member) => [.. Json.Select(line => line.GetProperty(member).ToString())];
}
