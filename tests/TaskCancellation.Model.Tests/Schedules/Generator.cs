namespace TaskCancellation.Model.Tests.Schedules;

/// <summary>Draws a schedule from a seed: some tasks, then some calls, each with what may disturb it.</summary>
internal sealed class Generator
{
    private readonly ServiceKind service;
    private readonly Random random;
    private readonly List<Command> commands = [];
    private int tasks;

    private Generator(ServiceKind service, int seed)
    {
        this.service = service;
        random = new Random(seed);
    }

    internal static Schedule Draw(ServiceKind service, int seed)
    {
        var generator = new Generator(service, seed);
        generator.Draw();
        return new Schedule(service, seed, generator.commands);
    }

    private void Draw()
    {
        tasks = Pick((1, 45), (2, 30), (3, 15), (4, 10));
        for (var task = 1; task <= tasks; task++)
        {
            commands.Add(new Add(task, Pick([.. service.Kinds]), Chance(25), Seconds(0.05, 8)));
        }

        for (var round = Pick((1, 60), (2, 30), (3, 10)); round > 0; round--)
        {
            DrawRound();
        }
    }

    private void DrawRound()
    {
        var task = random.Next(1, tasks + 1);
        Disturb(task);
        switch (Pick(("one", 38), ("two", 18), ("group", 14), ("named", 7), ("stream", 10), ("plan", 8), ("wait", 6), ("find", 4), ("list", 4), ("run", 12), ("bind", 5), ("watch", 5)))
        {
            case "one":
                commands.Add(new CancelAndWait(task, Deadline()));
                break;
            case "two":
                commands.Add(new Cancel(task));
                AwaitPerhaps(task);
                break;
            case "group":
                commands.Add(new CancelGroup(
                    Chance(25),
                    Pick((CancelSelection.ClientSide, 50), (CancelSelection.Auto, 25), (CancelSelection.ServerSide, 25)),
                    Chance(15) ? random.Next(0, 3) : null));
                AwaitPerhaps(task);
                break;
            case "named":
                commands.Add(new CancelNamed(new ValueList<int>([.. Enumerable.Range(1, tasks).OrderBy(_ => random.Next()).Take(random.Next(1, tasks + 1))])));
                AwaitPerhaps(task);
                break;
            case "stream":
                // Each once: what is given again after its first outcome has left is a cancel of its own, and what it meets is no longer what the call began with.
                commands.Add(new CancelStream(
                    new ValueList<int>([.. Enumerable.Range(Chance(15) ? 0 : 1, tasks).OrderBy(_ => random.Next())]),
                    Pick((1, 20), (2, 20), (10, 60)),
                    Chance(20) ? Seconds(0, 3) : null,
                    Chance(50) ? Deadline() : null));
                break;
            case "plan":
                commands.Add(new Plan(Chance(25)));
                if (Chance(60))
                {
                    Disturb(task);
                    commands.Add(new Pass(Seconds(0, 4)));
                }

                if (Chance(20))
                {
                    commands.Add(new Add(++tasks, Pick([.. service.Kinds]), Chance(25), Seconds(0.05, 8)));
                }

                if (Chance(40))
                {
                    commands.Add(new Store());
                }

                commands.Add(new Execute(Pick((default(int?), 50), (-1, 25), (0, 5), (1, 10), (5, 10))));
                AwaitPerhaps(task);
                break;
            case "wait":
                commands.Add(new Wait(task, Deadline()));
                break;
            case "run":
                commands.Add(new RunTask(task, Chance(60) ? 0 : Seconds(0, 6), Chance(70) ? Seconds(0, 8) : null, Grace(), Deadline()));
                break;
            case "bind":
                commands.Add(new Bind(task, Chance(85) ? Seconds(0, 5) : null, Grace(), Seconds(0, 12)));
                break;
            case "watch":
                commands.Add(new Watch(Chance(25), Deadline()));
                break;
            case "find":
                commands.Add(new Find(task));
                break;
            default:
                commands.Add(new List(Chance(25)));
                break;
        }
    }

    private void AwaitPerhaps(int task)
    {
        if (Chance(65))
        {
            if (Chance(55))
            {
                Disturb(task);
            }

            if (Chance(25))
            {
                commands.Add(new Store());
            }

            commands.Add(new Await(Deadline()));
        }
    }

    private void Disturb(int task)
    {
        if (Chance(65))
        {
            commands.Add(new Race(Near(task), Pick((Event.Finish, 50), (Event.Fail, 14), (Event.Remove, 20), (Event.CancelByOther, 16))));
        }

        for (var more = Pick((0, 55), (1, 35), (2, 10)); more > 0; more--)
        {
            commands.Add(new Happen(Near(task), Pick((Event.Finish, 36), (Event.Fail, 16), (Event.Remove, 36), (Event.CancelByOther, 12)), Seconds(0, 10)));
        }

        for (var more = Pick((0, 65), (1, 27), (2, 8)); more > 0; more--)
        {
            commands.Add(DrawFault());
        }

        if (Chance(10))
        {
            commands.Add(new Pass(Seconds(0, 10)));
        }

        if (Chance(5))
        {
            commands.Add(new FireToken(Seconds(0, 6)));
        }
    }

    private Fault DrawFault()
    {
        var kind = Pick(
            (FaultKind.Refused, 12), (FaultKind.LostBefore, 8), (FaultKind.LostAfter, 10), (FaultKind.BadGatewayBefore, 5), (FaultKind.BadGatewayAfter, 6), (FaultKind.Unavailable, 5),
            (FaultKind.UnavailableWithHint, 6), (FaultKind.Throttled, 7), (FaultKind.ThrottledUntil, 3), (FaultKind.Cut, 6), (FaultKind.Html, 5), (FaultKind.Denied, 11), (FaultKind.Rejected, 5),
            (FaultKind.Duplicated, 7), (FaultKind.Delayed, 5), (FaultKind.ReplyDelayed, 5), (FaultKind.Stale, 5));
        var on = kind == FaultKind.Stale ? FaultOn.Reads : Pick((FaultOn.Cancels, 60), (FaultOn.Reads, 25), (FaultOn.Any, 15));
        var isStubborn = kind is FaultKind.Refused or FaultKind.Throttled or FaultKind.LostAfter;
        var times = Pick((1, isStubborn ? 25 : 60), (2, 15), (5, isStubborn ? 55 : 20), (12, 5));
        var amount = kind switch
        {
            FaultKind.Cut => random.Next(0, 60),
            FaultKind.Delayed or FaultKind.ReplyDelayed => Math.Round(Math.Pow(random.NextDouble(), 3) * 150, 3),
            _ => random.Next(1, Chance(80) ? 12 : 60),
        };
        return new Fault(kind, on, Pick((0, 70), (1, 20), (2, 10)), times, amount);
    }

    private int Near(int task) => Chance(82) ? task : random.Next(1, tasks + 1);

    private double Deadline() => Pick((0.0, 8), (1.0, 15), (4.0, 22), (15.0, 25), (60.0, 30)) * service.TimeScale;

    private double Grace() => Pick((0.05, 10), (1.0, 20), (5.0, 30), (30.0, 40)) * service.TimeScale;

    private double Seconds(double least, double most) => Math.Round((least + ((most - least) * Math.Pow(random.NextDouble(), 2))) * service.TimeScale, 3);

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(params (T Item, int Weight)[] choices)
    {
        var at = random.Next(choices.Sum(choice => choice.Weight));
        foreach (var (item, weight) in choices)
        {
            if ((at -= weight) < 0)
            {
                return item;
            }
        }

        throw new InvalidOperationException("The weights do not add up.");
    }
}
