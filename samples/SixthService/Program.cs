// A service that the library does not know, through a client of its own: list, plan, cancel, wait. On an emulator in this process: offline, at once.
using Microsoft.Extensions.DependencyInjection;
using SixthService;
using SixthService.Emulator;
using TaskCancellation.Testing;

var clock = new VirtualClock();
using var emulator = new WorkflowEmulator(clock);
emulator.Add(new WorkflowTask { WorkflowId = "order-1", CancelDelay = TimeSpan.FromSeconds(20) });
emulator.Add(new WorkflowTask { WorkflowId = "order-2", Status = WorkflowStatus.Scheduled });
emulator.Add(new WorkflowTask { WorkflowId = "order-3", CancelEnding = WorkflowStatus.Completed });
emulator.Add(new WorkflowTask { WorkflowId = "order-4", Status = WorkflowStatus.Failed });
var foreign = emulator.Add(new WorkflowTask { WorkflowId = "payroll", Namespace = "finance" });

var services = new ServiceCollection().AddSingleton<TimeProvider>(clock);
services.AddTaskClient<WorkflowTaskClient, WorkflowTaskClientOptions>(
    WorkflowTaskClient.ServiceName,
    (http, options) => new WorkflowTaskClient(options, http),
    options => options.Configure(settings => (settings.Endpoint, settings.ApiKey) = (emulator.BaseAddress, WorkflowEmulator.ApiKey)))
    .ConfigurePrimaryHttpMessageHandler(() => emulator);
await using var provider = services.BuildServiceProvider();

// A policy over it: this caller sees and cancels what is in the namespace "default".
var client = new TenantTaskClient(provider.GetRequiredService<TaskClient>(), "default");
return await clock.RunAsync(async () =>
{
    await foreach (var task in client.ListAsync(TaskFilter.All))
    {
        Console.WriteLine($"listed    {task}");
    }

    var plan = await client.PlanAsync(new TaskFilter { Kinds = ["Order*"] });
    Console.WriteLine($"planned   {plan.Requests.Count} requests, such as {plan.Requests[0].Description}");
    var operation = await client.ExecuteAsync(plan);
    var report = await operation.WaitForCompletionAsync();
    CancellationOutcome[] outcomes = [.. report.Outcomes, await client.CancelAndWaitAsync(foreign)];
    foreach (var outcome in outcomes)
    {
        var row = emulator.Find(outcome.Target.Id.Value)!;
        Console.WriteLine($"{outcome.Verdict,-15} {row.WorkflowId,-8} the emulator's record: {row.Status}, {row.CancelCount} cancels");
    }

    return report.Outcomes.Count == 3 && emulator.Find(foreign)!.CancelCount == 0 ? 0 : 1;
});
