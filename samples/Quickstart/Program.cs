// Cancels tasks by filter and by id, waits for the end, and shows each verdict beside what really happened.
// Without options it runs on emulators in this process: offline, in seconds. With --service it speaks to a real server.
using System.CommandLine;
using Quickstart;

Output.Prepare();
var service = new Option<string?>("--service") { Description = $"A real service instead of the emulators: {string.Join(", ", Service.All.Select(one => one.Name))}." };
var endpoint = new Option<Uri?>("--endpoint") { Description = "The address of the real service.", CustomParser = result => new Uri(result.Tokens[0].Value, UriKind.Absolute) };
var ids = new Option<string[]>("--id") { Description = "Tasks with one of these ids." };
var scopes = new Option<string[]>("--scope") { Description = "Tasks of one of these scopes: Meilisearch index, Cloud Foundry app GUID, Topaz source id." };
var names = new Option<string[]>("--name") { Description = "Tasks with one of these names (Cloud Foundry; Topaz file names, Vault job titles)." };
var kinds = new Option<string[]>("--kind") { Description = "Tasks of one of these kinds (Meilisearch types, Elasticsearch actions, Topaz categories); * within a value stands for any text." };
var yes = new Option<bool>("--yes") { Description = "Do not ask before canceling." };

var command = new RootCommand("Cancels tasks and tells what became of each.") { service, endpoint, ids, scopes, names, kinds, yes };
command.SetAction(async (parsed, cancellationToken) =>
{
    if (parsed.GetValue(service) is not { } name)
    {
        return await EmbeddedRun.RunAllAsync(cancellationToken);
    }

    if (Service.All.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } known || parsed.GetValue(endpoint) is not { } address)
    {
        await Console.Error.WriteLineAsync($"--service takes one of {string.Join(", ", Service.All.Select(one => one.Name))}, and needs --endpoint.");
        return 2;
    }

    var filter = new TaskCancellation.TaskFilter
    {
        Ids = Given(parsed.GetValue(ids))?.Select(id => new TaskCancellation.TaskId(id)).ToList(),
        Scopes = Given(parsed.GetValue(scopes)),
        Names = Given(parsed.GetValue(names)),
        Kinds = Given(parsed.GetValue(kinds)),
    };
    if (filter == TaskCancellation.TaskFilter.All)
    {
        await Console.Error.WriteLineAsync("Say which tasks are meant: --id, --scope, --name or --kind.");
        return 2;
    }

    return await RealRun.RunAsync(known, address, filter, parsed.GetValue(yes), cancellationToken);
});
return await command.Parse(args).InvokeAsync();

static string[]? Given(string[]? values) => values is { Length: > 0 } ? values : null;
