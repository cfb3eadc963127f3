using TaskCancellation.Testing;

namespace TaskCancellation.Model.Tests.Histories;

/// <summary>A schedule that was played with everything recorded.</summary>
/// <param name="Check">What the history checker says of it.</param>
/// <param name="Wrongs">What the model says of it.</param>
internal sealed record Recording(HistoryCheck Check, IReadOnlyList<string> Wrongs)
{
    internal static async Task<Recording> PlayAsync(Schedule schedule, Plant? plant = null)
    {
        TaskHistory? history = null;
        var result = await Runner.PlayAsync(schedule, plant, record: clock => history = new TaskHistory(new HistoryOptions { TimeProvider = clock, Faults = ExcusesOf(schedule) }));
        return new Recording(history!.Check(), result.Wrongs);
    }

    // What a status does not show: an outdated reply looks like any other, and so does a body that is cut or no reply of the service. Vault denies a task that it hides under status 200.
    private static HistoryFaults ExcusesOf(Schedule schedule) => schedule.Commands.OfType<Fault>().Aggregate(HistoryFaults.None, (all, fault) => all | fault.Kind switch
    {
        FaultKind.Stale => HistoryFaults.StaleRead,
        FaultKind.Denied when schedule.Service == ServiceKinds.VeevaVault => HistoryFaults.HiddenTask,
        FaultKind.Duplicated or FaultKind.Cut or FaultKind.Html => HistoryFaults.LostReply,
        _ => HistoryFaults.None,
    });
}
