using System.CommandLine;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Cancels tasks: named ones, or those that a filter selects.</summary>
internal sealed class CancelCommand : ServiceCommand
{
    private readonly Argument<string[]> ids = new("id") { Description = "The ids of the tasks. Each gets an outcome, also where it does not exist.", Arity = ArgumentArity.ZeroOrMore };
    private readonly TargetOptions targets;
    private readonly CancelSwitches switches = new();

    internal CancelCommand(ToolHost host)
        : base(host, "cancel", "Cancels tasks by id or by filter: shows them, asks, cancels, and waits for their end.")
    {
        targets = new TargetOptions(host.Clock);
        Add(ids);
        targets.AddTo(this, forPlan: false);
        switches.AddTo(this);
        AddSharedOptions();
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "taskcancel cancel 147 148",
        "taskcancel cancel --scope movies --older-than 1h --max-targets 50",
        "taskcancel cancel -c prod --kind '*reindex' --yes --json",
    ];

    protected override void Check(ParseResult parsed)
    {
        _ = (targets.Read(parsed, parsed.GetValue(ids) ?? []), targets.Options(parsed), switches.Wait(parsed));
        if (parsed.GetValue(ids) is { Length: > 0 } && targets.Filter.IsGiven(parsed))
        {
            throw new UsageException("Ids do not go together with filter options. To combine them, give the ids as --id.");
        }
    }

    protected override async Task<ExitCode> RunAsync(ParseResult parsed, TaskClient client)
    {
        if (parsed.GetValue(ids) is { Length: > 0 } named)
        {
            return await CancelNamedAsync(parsed, client, [.. named.Distinct()]);
        }

        var plan = await client.PlanAsync(targets.Read(parsed), targets.Options(parsed), Host.Stop);
        return await new PlanRun(Host, client, Rows(parsed))
        {
            IsConfirmed = switches.IsConfirmed(parsed),
            AllowsEmpty = switches.AllowsEmpty(parsed),
            Wait = switches.Wait(parsed),
        }.RunAsync(plan);
    }

    // Each is read first: a malformed id ends the command before anything is sent, and the identity that was shown is the one that is canceled.
    private async Task<ExitCode> CancelNamedAsync(ParseResult parsed, TaskClient client, string[] named)
    {
        if (targets.Options(parsed).MaxTargets is { } most && named.Length > most)
        {
            throw new RefusedException($"{named.Length} ids are named, and --max-targets is {most}. Nothing was canceled.");
        }

        var found = new TaskSnapshot?[named.Length];
        await Parallel.ForAsync(0, named.Length, new ParallelOptions { MaxDegreeOfParallelism = targets.Concurrency(parsed), CancellationToken = Host.Stop }, async (at, token) =>
            found[at] = await client.FindAsync(named[at], cancellationToken: token));
        TaskSnapshot[] seen = [.. found.OfType<TaskSnapshot>()];
        if (seen.Length > 0)
        {
            Host.ErrorConsole.Write(TableRowWriter.Create(Host.ErrorConsole, [.. seen.Select(TaskRows.Of)]));
        }

        foreach (var (id, _) in named.Zip(found).Where(pair => pair.Second is null))
        {
            Host.Say(Visibility.NotSeen(client, id));
        }

        await Confirmation.RequireAsync(Host, PlanRun.Question(named.Length, client.Capabilities.ServiceName, client.Endpoint), switches.IsConfirmed(parsed));
        var batch = new BatchRun(Host, client, Rows(parsed)) { ShowsAll = true, Total = named.Length, Wait = switches.Wait(parsed) };
        return await batch.RunAsync(named.Zip(found, (id, task) => task?.ToTarget() ?? new TaskTarget(id)).ToAsyncEnumerable(), new BatchOptions { MaxConcurrency = targets.Concurrency(parsed) });
    }
}
