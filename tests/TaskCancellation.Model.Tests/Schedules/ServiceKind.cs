namespace TaskCancellation.Model.Tests.Schedules;

/// <summary>A service to play schedules on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Create">Makes it, empty.</param>
/// <param name="Kinds">The tasks it has, and how often each is drawn.</param>
/// <param name="TimeScale">How much longer than elsewhere everything takes.</param>
/// <param name="Unreachable">The verdicts that no schedule can bring about, and why.</param>
internal sealed record ServiceKind(
    string Name,
    Func<TimeProvider, ServiceModel> Create,
    IReadOnlyList<(SceneKind Kind, int Weight)> Kinds,
    double TimeScale,
    IReadOnlyDictionary<CancellationVerdict, string> Unreachable)
{
    public override string ToString() => Name;
}
