using System.Globalization;
using System.Runtime;
using TaskCancellation;
using TaskCancellation.Benchmarks.Scenarios;

// floor|library ADDRESS: cancels one Cloud Foundry task and ends. TaskCancellation.Benchmarks starts it, compiled in several ways, to see how long the first answer takes.
if (args is not ["floor" or "library", var address])
{
    await Console.Error.WriteLineAsync("floor or library, and the address of the service.");
    return 2;
}

var root = new Uri(address);
var guid = CloudFoundryReplies.GuidOf(1);
var isTaken = args[0] == "floor" ? await CancelByHandAsync() : await CancelAsync();

// Nothing is compiled as it runs where all is compiled ahead of time.
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(isTaken ? "taken" : "refused")} {JitInfo.GetCompiledMethodCount()}"));
return isTaken ? 0 : 1;

async Task<bool> CancelByHandAsync()
{
    using var http = new HttpClient(new SocketsHttpHandler());
    var task = await CloudFoundryReplies.CancelAsync(http, root, guid);
    return task.State == "CANCELING";
}

async Task<bool> CancelAsync()
{
    var operation = await CloudFoundryReplies.Connect(null, root).CancelAsync(guid);
    return operation.Accepted.Count(CancellationVerdict.Accepted) == 1;
}
