// Cancels by a filter in four steps: plan, show, ask, apply. A plan can be saved and applied later, by another run.
// Without --endpoint it runs on an emulator in this process: offline, at once, and every run finds the same tasks.
using System.CommandLine;
using System.Globalization;
using CancelByFilter;
using Quickstart;
using Spectre.Console;
using TaskCancellation;

Output.Prepare();
string[] services = [.. Service.All.Select(one => one.Name)];
var service = new Option<string>("--service") { Description = "Which service.", DefaultValueFactory = _ => services[0] }.AcceptOnlyFromAmong(services);
var endpoint = new Option<Uri?>("--endpoint")
{
    Description = "The address of a real service; its credential comes from the environment.",
    CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : Refuse<Uri?>(result, "--endpoint takes an address with its scheme, such as https://api.example.com/."),
};
var ids = new Option<string[]>("--id") { Description = "Tasks with one of these ids." };
var scopes = new Option<string[]>("--scope") { Description = "Tasks of one of these scopes." };
var names = new Option<string[]>("--name") { Description = "Tasks with one of these names." };
var kinds = new Option<string[]>("--kind") { Description = "Tasks of one of these kinds; * within a value stands for any text." };
var max = new Option<int>("--max") { Description = "The most tasks the filter may address.", DefaultValueFactory = _ => 100 };
var save = new Option<FileInfo?>("--save") { Description = "Save the plan to this file, and cancel nothing." };
var stored = new Option<FileInfo?>("--plan") { Description = "Apply the plan in this file; its own filter counts." };
var drift = new Option<DriftPolicy>("--drift")
{
    Description = "When the filter addresses other tasks by now than the plan: only-planned, fail, or how many new ones may be canceled too.",
    DefaultValueFactory = _ => DriftPolicy.OnlyPlanned,
    CustomParser = result => result.Tokens[0].Value switch
    {
        "only-planned" => DriftPolicy.OnlyPlanned,
        "fail" => DriftPolicy.FailOnDrift,
        var number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? DriftPolicy.AllowNew(count)
            : Refuse<DriftPolicy>(result, "--drift takes only-planned, fail, or a number."),
    },
};
var yes = new Option<bool>("--yes") { Description = "Do not ask." };

var command = new RootCommand("Plans a cancel by filter, shows it, asks, and applies it.") { service, endpoint, ids, scopes, names, kinds, max, save, stored, drift, yes };
command.SetAction(async (parsed, cancellationToken) =>
{
    var known = Service.All.Single(one => one.Name == parsed.GetValue(service));
    var filter = new TaskFilter
    {
        Ids = Given(parsed.GetValue(ids))?.Select(id => new TaskId(id)).ToList(),
        Scopes = Given(parsed.GetValue(scopes)),
        Names = Given(parsed.GetValue(names)),
        Kinds = Given(parsed.GetValue(kinds)),
    };
    try
    {
        using var place = parsed.GetValue(endpoint) is { } address ? Place.Real(known, address) : Place.Emulated(known);
        var job = new Job(place, new CancelOptions { MaxTargets = parsed.GetValue(max) }, parsed.GetValue(drift)!, parsed.GetValue(yes));
        return parsed.GetValue(stored) is { } file
            ? await job.ApplyAsync(CancellationJson.DeserializePlan(await File.ReadAllTextAsync(file.FullName, cancellationToken)), cancellationToken)
            : await job.PlanAsync(filter, parsed.GetValue(save), cancellationToken);
    }
    catch (Exception error) when (error is TaskClientException or ArgumentException or IOException)
    {
        AnsiConsole.MarkupLineInterpolated($"[red]{error.GetType().Name}: {error.Message}[/]");
        return 2;
    }
});
var given = command.Parse(args);
var exitCode = await given.InvokeAsync();
return given.Errors.Count > 0 ? 2 : exitCode;

static string[]? Given(string[]? values) => values is { Length: > 0 } ? values : null;

static T? Refuse<T>(System.CommandLine.Parsing.ArgumentResult result, string reason)
{
    result.AddError(reason);
    return default;
}
