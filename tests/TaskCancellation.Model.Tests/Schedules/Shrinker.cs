namespace TaskCancellation.Model.Tests.Schedules;

/// <summary>Leaves out of a failing schedule what it fails without: first large pieces, then single steps, then what a step says more than it has to.</summary>
internal static class Shrinker
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(20);

    internal static async Task<Schedule> ShrinkAsync(Schedule schedule, Func<Schedule, Task<bool>> fails, TimeSpan? patience = null)
    {
        var most = patience ?? UsualPatience;
        var began = TimeProvider.System.GetTimestamp();
        var current = schedule;
        for (var size = Math.Max(1, schedule.Commands.Count / 2); size >= 1 && TimeProvider.System.GetElapsedTime(began) < most;)
        {
            if (await FindShorterAsync(current, size, fails) is { } shorter)
            {
                current = shorter;
            }
            else
            {
                size = size == 1 ? 0 : size / 2;
            }
        }

        for (var at = 0; at < current.Commands.Count && TimeProvider.System.GetElapsedTime(began) < most;)
        {
            var before = current;
            foreach (var command in Simpler(current.Commands[at]))
            {
                var simpler = before with { Commands = [.. before.Commands.Take(at), command, .. before.Commands.Skip(at + 1)] };
                if (await fails(simpler))
                {
                    current = simpler;
                    break;
                }
            }

            at += current == before ? 1 : 0;
        }

        return current;
    }

    private static async Task<Schedule?> FindShorterAsync(Schedule schedule, int size, Func<Schedule, Task<bool>> fails)
    {
        for (var at = 0; at < schedule.Commands.Count; at += size)
        {
            var shorter = schedule with { Commands = [.. schedule.Commands.Take(at), .. schedule.Commands.Skip(at + size)] };
            if (shorter.Commands.Count > 0 && await fails(shorter))
            {
                return shorter;
            }
        }

        return null;
    }

    private static IEnumerable<Command> Simpler(Command command) => command switch
    {
        Add { Kind: not SceneKind.Running } add => [add with { Kind = SceneKind.Running, Other = false, Seconds = 1 }],
        Add { Other: true } add => [add with { Other = false }],
        Fault { Times: > 1 } fault => [fault with { Times = 1 }, fault with { Times = fault.Times / 2 }],
        Fault { Skip: > 0 } fault => [fault with { Skip = 0 }],
        Fault fault when fault.Amount != 1 => [fault with { Amount = 1 }],
        Happen { AfterSeconds: not 0 } happen => [happen with { AfterSeconds = 0 }],
        CancelNamed { Tasks.Count: > 1 } named => named.Tasks.Select(task => named with { Tasks = new ValueList<int>([.. named.Tasks.Where(other => other != task)]) }),
        CancelStream { Tasks.Count: > 1 } stream => stream.Tasks.Select((_, at) => stream with { Tasks = new ValueList<int>([.. stream.Tasks.Where((_, place) => place != at)]) }),
        CancelStream { WaitSeconds: not null } stream => [stream with { WaitSeconds = null }],
        CancelGroup { MaxTargets: not null } group => [group with { MaxTargets = null }],
        _ => [],
    };
}
