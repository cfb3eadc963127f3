using System.CommandLine;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Filters;

/// <summary>The options that say which tasks are meant.</summary>
internal sealed class FilterOptions(TimeProvider clock)
{
    private readonly Option<string[]> ids = Many("--id", "ID", "Tasks with one of these ids.");
    private readonly Option<string[]> states = Many("--state", "STATE", "Tasks in one of these states: pending, running, canceling, succeeded, failed, canceled, unknown; with commas between, or repeated.");
    private readonly Option<string[]> kinds = Many("--kind", "KIND", "Tasks of one of these kinds (Meilisearch type, Elasticsearch action); * within a value stands for any text.");
    private readonly Option<string[]> scopes = Many("--scope", "SCOPE", "Tasks of one of these scopes (Meilisearch index, Cloud Foundry app GUID).");
    private readonly Option<string[]> names = Many("--name", "NAME", "Tasks with one of these names.");
    private readonly Option<string?> enqueued = One("--enqueued", "RANGE", "When the task was accepted: FROM..TO, each an instant (2026-01-31T12:00Z) or an age (2h), either may be left out.");
    private readonly Option<string?> started = One("--started", "RANGE", "When the task started.");
    private readonly Option<string?> finished = One("--finished", "RANGE", "When the task ended.");
    private readonly Option<string?> olderThan = One("--older-than", "AGE", "Short for '--enqueued ..AGE'.");
    private readonly Option<string?> newerThan = One("--newer-than", "AGE", "Short for '--enqueued AGE..'.");
    private readonly Option<string?> after = One("--after", "INSTANT", "Short for '--enqueued INSTANT..'.");
    private readonly Option<string?> before = One("--before", "INSTANT", "Short for '--enqueued ..INSTANT'.");
    private readonly Option<string> time = new Option<string>("--time") { HelpName = "WHICH", Description = "The time that the four short options mean: enqueued, started or finished. Elasticsearch knows only started.", DefaultValueFactory = _ => "enqueued" }.AcceptOnlyFromAmong("enqueued", "started", "finished");

    private Option[] All => [ids, states, kinds, scopes, names, enqueued, started, finished, olderThan, newerThan, after, before, time];

    internal void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>Whether any of them is given.</summary>
    internal bool IsGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>Reads the filter.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="moreIds">Ids that are given as arguments.</param>
    /// <exception cref="UsageException">A value is not what its option takes.</exception>
    internal TaskFilter Read(ParseResult parsed, params IEnumerable<string> moreIds)
    {
        var shortForm = Instants.And(
            Instants.And(
                parsed.GetValue(olderThan) is { } older ? TimeRange.OlderThan(Age.Parse(olderThan.Name, older), clock) : null,
                parsed.GetValue(newerThan) is { } newer ? TimeRange.AtOrAfter(Instants.Parse(newerThan.Name, RequireAge(newer), clock)) : null),
            Instants.And(
                parsed.GetValue(after) is { } from ? TimeRange.AtOrAfter(Instants.Parse(after.Name, from, clock)) : null,
                parsed.GetValue(before) is { } until ? TimeRange.Before(Instants.Parse(before.Name, until, clock)) : null));
        var which = parsed.GetValue(time)!;
        if (shortForm is null && parsed.GetResult(time) is { Implicit: false })
        {
            throw new UsageException("--time says what --older-than, --newer-than, --after and --before mean, and none of them is given.");
        }

        return new TaskFilter
        {
            Ids = Given([.. parsed.GetValue(ids) ?? [], .. moreIds])?.Distinct().Select(id => new TaskId(id)).ToList(),
            States = Given(parsed.GetValue(states))?.SelectMany(value => value.Split(',')).Select(ParseState).Distinct().ToList(),
            Kinds = Given(parsed.GetValue(kinds)),
            Scopes = Given(parsed.GetValue(scopes)),
            Names = Given(parsed.GetValue(names)),
            Enqueued = Range(enqueued, "enqueued"),
            Started = Range(started, "started"),
            Finished = Range(finished, "finished"),
        };

        TimeRange? Range(Option<string?> option, string name) => Instants.And(
            parsed.GetValue(option) is { } text ? Instants.ParseRange(option.Name, text, clock) : null,
            which == name ? shortForm : null);

        string RequireAge(string text)
        {
            _ = Age.Parse(newerThan.Name, text);
            return text;
        }
    }

    private static TaskState ParseState(string text) =>
        !text.Any(char.IsAsciiDigit) && Enum.TryParse<TaskState>(text.Trim(), ignoreCase: true, out var state) && Enum.IsDefined(state)
            ? state
            : throw new UsageException(text.Trim().Length == 0
                ? "--state has an empty value: is a variable not set?"
                : $"--state: there is no state '{text}'. The states are {string.Join(", ", Enum.GetNames<TaskState>()).ToLowerInvariant()}.");

    private static string[]? Given(string[]? values) => values is { Length: > 0 } ? values : null;

    private static Option<string[]> Many(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<string?> One(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
