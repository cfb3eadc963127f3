using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.CloudFoundry;

/// <summary>How cancels ended that raced with a task's own end.</summary>
/// <param name="Count">How often it ended so.</param>
/// <param name="Cancels">How many cancels were sent at once.</param>
/// <param name="Status">The status of each answer.</param>
/// <param name="Shown">The state in the answer of a cancel that was taken.</param>
/// <param name="ShownReason">The reason in it.</param>
/// <param name="DiegoState">What Diego had of the task when it refused; null where it did not.</param>
/// <param name="Final">The state in the end.</param>
/// <param name="FinalReason">The reason in the end.</param>
internal sealed partial record RaceOutcome(int Count, int Cancels, int Status, string Shown, string? ShownReason, string? DiegoState, string Final, string? FinalReason)
{
    private const string Cancelled = "task was cancelled";

    /// <summary>The outcomes that an event counts; none for an event that is no race.</summary>
    internal static IEnumerable<RaceOutcome> Read(RecordedStep step)
    {
        if (step.Member("outcomes") is { ValueKind: JsonValueKind.Array } counted)
        {
            return counted.EnumerateArray().Select(Read);
        }

        if (step.Member("outcomes") is { ValueKind: JsonValueKind.Object } told)
        {
            return told.EnumerateObject().Select(outcome => Read(outcome.Name.Split(" | "), outcome.Value.GetInt32()));
        }

        return step.Member("audit_events_each") is { ValueKind: JsonValueKind.Object } each
            ? each.EnumerateObject().Select(events => new RaceOutcome(events.Value.GetInt32(), int.Parse(events.Name, null), 202, "CANCELING", null, null, "FAILED", Cancelled))
            : [];
    }

    private static RaceOutcome Read(JsonElement outcome)
    {
        var count = outcome.GetProperty("count").GetInt32();
        if (outcome.TryGetProperty("answers", out var answers))
        {
            var last = outcome.GetProperty("finally").GetString()!.Split('|');
            return new(count, answers.GetArrayLength(), 202, "CANCELING", null, null, last[0], last[1]);
        }

        var end = outcome.GetProperty("finally");
        var answer = Answer().Match(outcome.GetProperty("answer").GetString()!);
        var refused = DiegoRefused().Match(answer.Value);
        var reason = answer.Groups["reason"].Value;
        return new(
            count,
            1,
            int.Parse(answer.Groups["status"].Value, null),
            answer.Groups["state"].Value,
            reason is "None" or "" ? null : reason,
            refused.Success ? refused.Groups[1].Value : null,
            end.GetProperty("state").GetString()!,
            end.GetProperty("failure_reason").GetString() is { Length: > 0 } final ? final : null);
    }

    private static RaceOutcome Read(string[] told, int count)
    {
        var final = told.Length > 2 ? told[2] : "FAILED";
        return new(count, 1, int.Parse(told[0], null), told[1], null, null, final, final == "FAILED" ? Cancelled : null);
    }

    [GeneratedRegex(@"\A(?<status>\d+) (?:(?<state>[A-Z]+) (?<reason>.*)|\d+ .*)\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Answer();

    [GeneratedRegex(@"Cannot transition from (\w+) to", RegexOptions.CultureInvariant)]
    private static partial Regex DiegoRefused();
}
