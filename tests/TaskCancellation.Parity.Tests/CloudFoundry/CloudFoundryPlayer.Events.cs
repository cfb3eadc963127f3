using System.Text.Json;
using TaskCancellation.Recordings;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Parity.Tests.CloudFoundry;

/// <content>Events that say what was done, with facts.</content>
internal sealed partial class CloudFoundryPlayer
{
    /// <summary>What may be done. What only says what was seen is not here.</summary>
    private static readonly Dictionary<string, Action<CloudFoundryPlayer, RecordedStep>> Deeds = new(StringComparer.Ordinal)
    {
        ["users"] = (player, step) => player.AddUsers(step),
        ["droplet"] = (player, step) => player.AddDroplet(step),
        ["droplet-gone"] = (player, step) => player.emulator.RemoveDroplet(player.Named(step, "droplet")),
        ["process"] = (player, step) => player.AddProcess(step),
        ["task-row"] = (player, step) => player.PutRow(step),
        ["row-set"] = (player, step) => player.emulator.Change(player.Named(step, "task"), new() { State = step.Text("state"), User = step.Text("user") }),
        ["row-aged"] = (player, step) => player.Age(player.Named(step, "task"), step.Text("column")!, Time(step)),
        ["row-gone"] = (player, step) => player.emulator.Remove(player.Named(step, "task")),
        ["deployment-row-set"] = (player, step) => player.emulator.SetDeployment(player.Named(step, "deployment"), step.Text("value")!, step.Text("reason")!),
        ["diego-mode"] = (player, step) => player.SetMode(step.Text("mode")!),
        ["diego-unreachable"] = (player, _) => player.emulator.DiegoMode = CloudFoundryDiegoMode.RefusesConnections,
        ["diego-answers-after"] = (player, step) => player.emulator.DiegoDelay = Time(step),
        ["diego-cancels-after"] = (player, step) => player.CancelAfter(step.Member("seconds") is null ? Timeout.InfiniteTimeSpan : Time(step)),
        ["diego-cancels-before-answering"] = (player, _) => player.emulator.AfterCancel = player.EndAll,
        ["diego-forgets"] = (player, step) => player.emulator.LoseInDiego(player.Named(step, "task")),
        ["diego-knows"] = (player, step) => player.emulator.KnowInDiego(player.Named(step, "task")),
        ["diego-completes"] = (player, step) => player.Complete(step, TimeSpan.Zero),
        ["diego-holds-completed"] = (player, step) => player.Complete(step, TimeSpan.FromSeconds(step.Member("callbackAfter")!.Value.GetDouble())),
        ["sync"] = (player, _) => player.emulator.Sync(),
        ["prune"] = (player, step) => player.emulator.Prune(TimeSpan.FromDays(step.Member("days")!.Value.GetDouble())),
        ["clock-starts"] = (player, step) => player.StartClock(step),
        ["clock-stops"] = (player, _) => player.emulator.IsClockRunning = false,
        ["clock-ended"] = (player, _) => player.emulator.IsClockRunning = false,
        ["worker-starts"] = (player, step) => player.StartWorker(step),
        ["worker-stops"] = (player, _) => player.RunWorker(),
        ["seconds-pass"] = (player, step) => player.clock.Advance(Time(step)),
    };

    private Task HappenAsync(RecordedStep step)
    {
        if (step.Text("do") == "race")
        {
            return RaceAsync(step);
        }

        // What no line made, nothing can be done to.
        var isThere = new[] { "task", "deployment" }.All(member => step.Text("do") == "task-row" || step.Text(member) is not { } name || Symbols.Find(name.Trim('{', '}')) is not null);
        if (isThere && Deeds.TryGetValue(step.Text("do")!, out var play))
        {
            play(this, step);
        }

        return Task.CompletedTask;
    }

    private string Named(RecordedStep step, string member) => Symbols.Resolve(step.Text(member)!);

    private static TimeSpan Time(RecordedStep step) => TimeSpan.FromSeconds(step.Member("seconds")!.Value.GetDouble());

    private void AddUsers(RecordedStep step)
    {
        foreach (var name in step.Member("roles")!.Value.EnumerateArray().Select(role => role.GetString()!))
        {
            AddUser(name, [new(Role(name), Named(step, name.StartsWith("space", StringComparison.Ordinal) ? "space" : "organization"))]);
        }
    }

    private void AddDroplet(RecordedStep step)
    {
        emulator.AddDroplet(Named(step, "app"), Named(step, "droplet"), DockerUser);
        if (step.Member("current") is { ValueKind: JsonValueKind.True })
        {
            emulator.SetDroplet(Named(step, "app"), Named(step, "droplet"));
        }
    }

    private void AddProcess(RecordedStep step) => emulator.AddProcess(new CloudFoundryProcess
    {
        Id = Named(step, "process"),
        Type = step.Text("type")!,
        Command = step.Text("command") ?? StartCommand(step),
        User = step.Text("user"),
        MemoryInMb = step.Member("memory")!.Value.GetInt64(),
        DiskInMb = step.Member("disk")!.Value.GetInt64(),
        LogRateLimit = step.Member("log")!.Value.GetInt64(),
    });

    /// <summary>What the droplet starts for a process that has no command shows in the tasks made after it.</summary>
    private string? StartCommand(RecordedStep process) => script.After(process)
        .Where(later => CloudFoundryScript.IsCreate(later) && later.Member("body") is { ValueKind: JsonValueKind.Object } body && !body.TryGetProperty("command", out _)
            && body.GetRawText().Contains(process.Text("process")!, StringComparison.Ordinal))
        .Select(later => later.Reply is { } reply ? Text(reply, "command") : null)
        .FirstOrDefault(command => command is not null);

    /// <summary>A row written into the database, without anything that the line does not say.</summary>
    private void PutRow(RecordedStep step)
    {
        var name = step.Text("task")!.Trim('{', '}');
        Bind(name, emulator.Add(new CloudFoundryTask
        {
            AppId = Named(step, "app"),
            Name = name.Split(':')[1],
            State = step.Text("state")!,
            Command = "sleep 9",
            User = null,
            MemoryInMb = 64,
            DiskInMb = 64,
        }));
    }

    private void Age(string task, string column, TimeSpan by)
    {
        var row = emulator.Find(task)!;
        emulator.Change(task, column == "created_at" ? new() { CreatedAt = row.CreatedAt - by } : new() { UpdatedAt = row.UpdatedAt - by });
    }

    private void SetMode(string mode)
    {
        emulator.DiegoMode = Mode(mode);
        emulator.DiegoDelay = TimeSpan.Zero;
    }

    /// <summary>The stand-in for Diego acts on events only: it ends the next task that is cancelled.</summary>
    private void CancelAfter(TimeSpan delay)
    {
        emulator.CancelDelay = delay;
        emulator.AfterCancel = _ => emulator.CancelDelay = Timeout.InfiniteTimeSpan;
    }

    private void EndAll(IReadOnlyList<string> tasks)
    {
        foreach (var task in tasks)
        {
            emulator.Fail(task, "task was cancelled");
        }
    }

    private void Complete(RecordedStep step, TimeSpan reportedAfter) => emulator.CompleteInDiego(
        Named(step, "task"),
        reportedAfter,
        step.Member("failed") is { ValueKind: JsonValueKind.True } ? Symbols.Resolve(step.Text("reason")!) : null);

    /// <summary>The worker takes seconds to start: the next stamp is of what it does.</summary>
    private void StartWorker(RecordedStep step)
    {
        if (script.After(step).Select(Latest).FirstOrDefault(seconds => origin.AddSeconds(seconds ?? 0) > clock.GetUtcNow()) is { } next)
        {
            clock.Advance(origin.AddSeconds(next) - clock.GetUtcNow());
        }

        emulator.IsWorkerRunning = true;
    }

    /// <summary>The clock takes seconds to start. Its first sync is in the second in which the next task ends that it ends, if one is shown.</summary>
    private void StartClock(RecordedStep step)
    {
        var interval = TimeSpan.FromSeconds(step.Member("syncEverySeconds")!.Value.GetDouble());
        var first = script.After(step).Where(later => later.Method == "GET" && ShownTasks(later).Any(task => Text(task, "state") == "FAILED")).Select(Latest).FirstOrDefault();
        emulator.SyncInterval = interval;
        emulator.After(first is { } second ? origin.AddSeconds(second + 0.99) - interval - clock.GetUtcNow() : TimeSpan.Zero, () => emulator.IsClockRunning = true);
    }
}
