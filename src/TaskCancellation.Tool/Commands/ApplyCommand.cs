using System.CommandLine;
using System.Globalization;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Executes a stored plan.</summary>
internal sealed class ApplyCommand : ServiceCommand
{
    private readonly Argument<string> file = new("plan") { Description = "The file that 'taskcancel plan --out' has written." };
    private readonly Option<string?> fingerprint = new("--fingerprint") { HelpName = "HEX", Description = "The fingerprint that was approved. If the plan has another one, nothing is sent." };
    private readonly Option<string> drift = new("--drift") { HelpName = "POLICY", Description = "When the filter addresses other tasks by now: only-planned cancels the planned ones that still match, fail cancels nothing, and a number is how many new ones may be canceled too.", DefaultValueFactory = _ => "only-planned" };
    private readonly CancelSwitches switches = new();

    internal ApplyCommand(ToolHost host)
        : base(host, "apply", "Executes a stored plan: cancels what was planned and still matches, and nothing else.")
    {
        Add(file);
        Add(fingerprint);
        Add(drift);
        switches.AddTo(this);
        AddSharedOptions();
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "taskcancel apply plan.json",
        "taskcancel apply plan.json --fingerprint 5f0c… --drift fail --yes --json",
    ];

    protected override void Check(ParseResult parsed) => _ = (Drift(parsed), switches.Wait(parsed), Read(parsed));

    protected override Task<ExitCode> RunAsync(ParseResult parsed, TaskClient client) => new PlanRun(Host, client, Rows(parsed))
    {
        IsConfirmed = switches.IsConfirmed(parsed),
        AllowsEmpty = switches.AllowsEmpty(parsed),
        Wait = switches.Wait(parsed),
        Execute = new ExecuteOptions { Drift = Drift(parsed), Fingerprint = parsed.GetValue(fingerprint) },
    }.RunAsync(Read(parsed));

    private CancellationPlan Read(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(file);
        CancellationPlan plan;
        try
        {
            plan = CancellationJson.DeserializePlan(File.ReadAllText(path));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or StoredDataException)
        {
            throw new UsageException($"The plan {path} cannot be read: {wrong.Message}", wrong);
        }

        // Told before anything is shown or asked; the library checks it again.
        return parsed.GetValue(fingerprint) is not { } approved || approved == plan.Fingerprint ? plan
            : throw new RefusedException($"The fingerprint of {path} is {plan.Fingerprint}, and {approved} was approved. Nothing was sent.");
    }

    private DriftPolicy Drift(ParseResult parsed) => parsed.GetValue(drift) switch
    {
        "only-planned" => DriftPolicy.OnlyPlanned,
        "fail" => DriftPolicy.FailOnDrift,
        var number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? DriftPolicy.AllowNew(count)
            : throw new UsageException($"--drift: '{number}' is neither only-planned, nor fail, nor a number."),
    };
}
