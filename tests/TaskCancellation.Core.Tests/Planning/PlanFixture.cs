namespace TaskCancellation.Core.Tests.Planning;

/// <summary>Plans on a scripted service that holds tasks of the kind "k".</summary>
public abstract class PlanFixture : WaitFixture
{
    private protected static TaskFilter Planned { get; } = Some.Kinds("k");

    private protected IEnumerable<string> Sent => Client.Cancels.SelectMany(request => request.Targets).Select(target => target.Id.Value);

    private protected void Have(params TaskId[] ids) => Client.Tasks.AddRange(ids.Select(id => Some.Task(id, kind: "k")));

    /// <summary>Replaces a task by what the change makes of it.</summary>
    private protected void Change(TaskId id, Func<TaskSnapshot, TaskSnapshot> change)
    {
        var at = Client.Tasks.FindIndex(task => task.Id == id);
        Client.Tasks[at] = change(Client.Tasks[at]);
    }

    private protected void Remove(TaskId id) => Client.Tasks.RemoveAll(task => task.Id == id);

    private protected async Task<CancellationReport> ExecuteAsync(CancellationPlan plan, DriftPolicy? drift = null) => (await Client.ExecuteAsync(plan, drift)).Accepted;

    private protected static string[] Verdicts(CancellationReport report) => [.. report.Outcomes.Select(outcome => outcome.ToString())];
}
