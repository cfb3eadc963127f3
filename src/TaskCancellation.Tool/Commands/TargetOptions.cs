using System.CommandLine;
using TaskCancellation.Tool.Filters;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>The options that say which tasks to cancel, and how many at most.</summary>
internal sealed class TargetOptions(TimeProvider clock)
{
    private readonly Option<bool> all = new("--all") { Description = "All unfinished tasks. Needed where there is no filter." };
    private readonly Option<int?> maxTargets = new("--max-targets") { HelpName = "N", Description = "Refuse if the filter addresses more tasks than this." };
    private readonly Option<int> concurrency = new("--concurrency") { HelpName = "N", Description = "The most cancel requests in flight.", DefaultValueFactory = _ => CancelOptions.Default.MaxConcurrency };
    private readonly Option<string?> validFor = new("--valid-for") { HelpName = "AGE", Description = "How long the plan may be applied. The default is 1h." };

    internal FilterOptions Filter { get; } = new(clock);

    internal void AddTo(Command command, bool forPlan)
    {
        Filter.AddTo(command);
        command.Add(all);
        command.Add(maxTargets);
        command.Add(concurrency);
        if (forPlan)
        {
            command.Add(validFor);
        }
    }

    internal TaskFilter Read(ParseResult parsed, params IEnumerable<string> ids)
    {
        var filter = Filter.Read(parsed, ids);
        return (filter != TaskFilter.All, parsed.GetValue(all)) switch
        {
            (false, false) => throw new UsageException("Which tasks? Name ids, give a filter such as --scope or --older-than, or pass --all."),
            (true, true) => throw new UsageException("--all does not go together with ids or a filter."),
            _ => filter,
        };
    }

    internal CancelOptions Options(ParseResult parsed)
    {
        var options = new CancelOptions { AllowAll = parsed.GetValue(all), MaxTargets = parsed.GetValue(maxTargets), MaxConcurrency = parsed.GetValue(concurrency) };
        return parsed.GetValue(validFor) is { } age ? options with { PlanLifetime = Age.Parse(validFor.Name, age) } : options;
    }

    internal int Concurrency(ParseResult parsed) => parsed.GetValue(concurrency);
}
