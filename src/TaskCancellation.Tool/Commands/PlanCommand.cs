using System.CommandLine;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Shows what a cancellation would do.</summary>
internal sealed class PlanCommand : ServiceCommand
{
    private readonly TargetOptions targets;
    private readonly Option<string?> file = new("--out", "-o") { HelpName = "FILE", Description = "Store the plan in this file, for 'taskcancel apply'. It holds ids and names, and no credential." };

    internal PlanCommand(ToolHost host)
        : base(host, "plan", "Shows which tasks a filter addresses and what would be sent. Reads only.")
    {
        targets = new TargetOptions(host.Clock);
        targets.AddTo(this, forPlan: true);
        Add(file);
        AddSharedOptions();
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "taskcancel plan --scope movies --older-than 1h",
        "taskcancel plan --kind '*reindex' --out plan.json --json | jq -r .fingerprint",
    ];

    protected override void Check(ParseResult parsed) => _ = (targets.Read(parsed), targets.Options(parsed));

    protected override async Task<ExitCode> RunAsync(ParseResult parsed, TaskClient client)
    {
        var plan = await client.PlanAsync(targets.Read(parsed), targets.Options(parsed), Host.Stop);
        PlanView.Write(Host, plan, Format(parsed));
        var missing = PlanRun.SayMissing(Host, client, plan);
        if (parsed.GetValue(file) is { } path)
        {
            await File.WriteAllTextAsync(path, CancellationJson.Serialize(plan), Host.Stop);
            Host.Say($"Stored in {path}. Apply it with: taskcancel apply {path} --fingerprint {plan.Fingerprint}");
        }

        return missing > 0 ? ExitCode.Partial : ExitCode.Done;
    }
}
