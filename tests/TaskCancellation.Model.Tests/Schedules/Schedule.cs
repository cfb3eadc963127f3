namespace TaskCancellation.Model.Tests.Schedules;

/// <summary>A list of steps for one service, drawn from a seed.</summary>
internal sealed record Schedule(ServiceKind Service, int Seed, IReadOnlyList<Command> Commands)
{
    public override string ToString() => $"{Service.Name}, seed {Seed}:\n{string.Join('\n', Commands.Select(command => "  " + command))}";
}
