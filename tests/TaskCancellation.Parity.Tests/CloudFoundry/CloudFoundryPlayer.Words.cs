using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Recordings;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Parity.Tests.CloudFoundry;

/// <content>Set-up and events that are told in words.</content>
internal sealed partial class CloudFoundryPlayer
{
    private static readonly JsonSerializerOptions AsWritten = new() { PropertyNameCaseInsensitive = false };

    /// <summary>What may be told, and what it means. The words in braces are resolved before. What is told for people only is not here.</summary>
    private static readonly (Regex Words, Func<CloudFoundryPlayer, RecordedStep, string[], Task> Play)[] Tales =
    [
        Tale(@"org (\S+)", (player, words) => player.AddOrganization(words[1])),
        Tale(@"space (\S+) in (\S+)", (player, words) => player.emulator.AddSpace(words[2], player.space = player.Symbols.Resolve($"{{space:{words[1]}}}"), words[1])),
        Tale(@"app (\S+) with droplet (\S+) in (\S+)", (player, words) => player.AddApp(words[1], words[2], words[3])),
        Tale(@"app (\S+) without a droplet", (player, words) => player.AddApp(words[1], null, player.space)),
        Tale(@"user (\S+)", (player, words) => player.AddUser(words[1], [])),
        Tale(@"user (\S+) is (\S+) in (\S+)", (player, words) => player.AddUser(words[1], [new(Role(words[2]), words[3])])),
        Tale(@"(\S+) is also (\S+) of (\S+)", (player, words) => player.AddUser(words[1], [.. player.users[words[1]].Roles, new(Role(words[2]), words[3])])),
        Tale(@"task (\S+)", (player, step, _) => player.PutTask(step)),
        Tale(@"task (\S+) made by POST.*", (player, step, _) => player.PostTaskAsync(step.Reply!.Value)),
        Tale(@"(\S+) is set to ([A-Z]+)", (player, words) => player.emulator.Change(player.Symbols.Find($"task:{words[1]}")!, new() { State = words[2] })),
        Tale(@"the row of (\S+) is deleted", (player, words) => player.emulator.Remove(words[1])),
        Tale(@"the droplet (\S+) is deleted", (player, words) => player.RemoveDroplet(words[1])),
        Tale(@"(org|space)\.(susp|del)(?: (\S+))? (on|off)", (player, words) => player.Mark(words[1], words[2], words[3], words[4] == "on")),
        Tale(@"the feature flag task_creation is off", (player, _) => player.emulator.IsTaskCreationDisabled = true),
        Tale(@"with the message ""(.*)""", (player, words) => player.emulator.TaskCreationMessage = words[1]),
        Tale(@"the flag is on again", (player, _) => player.emulator.IsTaskCreationDisabled = false),
        Tale(@"Diego: (.*)", (player, words) => player.SetDiego(words[1])),
        Tale(@"Diego answers an error", (player, _) => player.SetDiego("mode=error")),
        Tale(@"Diego answers HTTP 503", (player, _) => player.SetDiego("mode=down")),
        Tale(@"nothing listens where Diego is configured", (player, _) => player.emulator.DiegoMode = CloudFoundryDiegoMode.RefusesConnections),
        Tale(@"Diego answers after (\d+) s.*", (player, words) => (player.emulator.DiegoDelay, player.emulator.CancelDelay) = (Seconds(words[1]), TimeSpan.Zero)),
        Tale(@"Diego reports (success|failure) of the \S+ task: \d+", (player, words) => player.Report(player.LastTask(), words[1] == "success" ? null : "late")),
        Tale(@"Diego reports (success|failure)(?: of (\S+))?( without a reason)?", (player, step, words) => player.ReportAsync(step, words)),
        Tale(@"Diego forgets (\S+)", (player, words) => player.emulator.LoseInDiego(words[1])),
        Tale(@"DELETE of the (app|space|org) (\S+): 202", (player, _, words) => player.DeleteAsync(words[1], words[2])),
        Tale(@"the deletion job has run.*|the (?:app|space|org) is gone", (player, _) => player.RunWorker()),
        Tale(@"limits: (\d+) a user, (\d+) without a token, (\d+) minutes?.*", (player, step, words) => player.SetLimits(step, words)),
    ];

    private Queue<string>? untold;
    private string? lastUntold;

    /// <summary>The space that was told of last.</summary>
    private string space = "";

    private readonly HashSet<string> droplets = new(StringComparer.Ordinal);
    private readonly HashSet<string> goneDroplets = new(StringComparer.Ordinal);

    private Task TellAsync(RecordedStep step)
    {
        var told = Symbols.Resolve(step.Text("what")!);
        foreach (var (words, play) in Tales)
        {
            if (words.Match(told) is { Success: true } match)
            {
                return play(this, step, [.. match.Groups.Cast<Group>().Select(group => group.Value)]);
            }
        }

        return RaceAsync(step);
    }

    private static (Regex Words, Func<CloudFoundryPlayer, RecordedStep, string[], Task> Play) Tale(string words, Func<CloudFoundryPlayer, RecordedStep, string[], Task> play) =>
        (new Regex($@"\A(?:{words})\z", RegexOptions.CultureInvariant | RegexOptions.Singleline), play);

    private static (Regex Words, Func<CloudFoundryPlayer, RecordedStep, string[], Task> Play) Tale(string words, Action<CloudFoundryPlayer, string[]> play) =>
        Tale(words, (player, _, groups) =>
        {
            play(player, groups);
            return Task.CompletedTask;
        });

    /// <summary>With the quota that organizations have by default.</summary>
    private void AddOrganization(string name) =>
        emulator.SetQuota(emulator.AddOrganization(Symbols.Resolve($"{{org:{name}}}"), name), new CloudFoundryQuota(TotalMemoryInMb: 102400));

    /// <summary>The limit of a process is told; that of all together shows in the replies to those without a token.</summary>
    private Task SetLimits(RecordedStep step, string[] words)
    {
        int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
        int? Shown(bool isKnown) => script.After(step)
            .Where(later => later.ReplyHeaders.ContainsKey("X-USER-GUID") == isKnown && later.Section == section)
            .Select(later => later.ReplyHeaders.GetValueOrDefault("X-RateLimit-Limit")).FirstOrDefault(limit => limit is not null) is { } limit ? Number(limit) : null;
        emulator.RateLimit = new()
        {
            GeneralLimit = Number(words[1]),
            UnauthenticatedLimit = Number(words[2]),
            Window = TimeSpan.FromMinutes(Number(words[3])),
            GlobalGeneralLimit = Shown(isKnown: true),
            GlobalUnauthenticatedLimit = Shown(isKnown: false),
        };
        return Task.CompletedTask;
    }

    /// <summary>Puts the rows of tasks that are cancelled and of which no line tells, each when the one before had its turn.</summary>
    private void PutUntold(RecordedStep step)
    {
        if (!script.IsInWords || step.Kind != StepKind.Probe)
        {
            return;
        }

        untold ??= new Queue<string>(script.Untold());
        if (untold.Count > 0 && (lastUntold is null || script.IsPast(lastUntold, step)))
        {
            lastUntold = untold.Dequeue();
            emulator.Add(new CloudFoundryTask { AppId = FirstApp, Id = Symbols.Find(lastUntold), State = "SUCCEEDED" });
        }
    }

    private string FirstApp => script.Names().FirstOrDefault(name => name.StartsWith("app:", StringComparison.Ordinal)) is { } name ? Symbols.Find(name)! : emulator.DefaultAppId;

    private void AddApp(string name, string? droplet, string within)
    {
        var guid = Symbols.Resolve($"{{app:{name}}}");
        emulator.AddApp(within, guid, name);
        if (droplet is null)
        {
            emulator.SetDroplet(guid, null);
        }
        else
        {
            droplets.Add(emulator.AddDroplet(guid, droplet, DockerUser));
            emulator.SetDroplet(guid, droplet);
        }
    }

    /// <summary>A row written into the database, in the words of the emulator's own record.</summary>
    private Task PutTask(RecordedStep step)
    {
        var task = JsonSerializer.Deserialize<PutTaskForm>(Symbols.Resolve(step.Member("task")!.Value.GetRawText()), AsWritten)!.ToTask();
        // Where the row names no droplet that is there, the replies name the one that was.
        var shown = script.After(step).SelectMany(ShownTasks).FirstOrDefault(shown => Symbols.Resolve(Text(shown, "guid")!) == task.Id);
        task = task with { DropletId = Text(shown, "droplet_guid") is { } named ? Symbols.Resolve(named) : task.DropletId };
        if (task.DropletId is { } droplet && !goneDroplets.Contains(droplet) && droplets.Add(droplet))
        {
            emulator.AddDroplet(task.AppId!, droplet, DockerUser);
        }

        var id = emulator.Add(task);
        if (step.Text("diego") == "does not know it")
        {
            emulator.LoseInDiego(id);
        }

        return Task.CompletedTask;
    }

    private void RemoveDroplet(string droplet)
    {
        goneDroplets.Add(droplet);
        if (droplets.Remove(droplet))
        {
            emulator.RemoveDroplet(droplet);
        }
    }

    private async Task PostTaskAsync(JsonElement made)
    {
        var app = Symbols.Resolve(made.GetProperty("relationships").GetProperty("app").GetProperty("data").GetProperty("guid").GetString()!);
        var reply = await RequestAsync(HttpMethod.Post, $"/v3/apps/{app}/tasks", JsonSerializer.Serialize(new { command = Text(made, "command"), name = Text(made, "name") }));
        Bind(CloudFoundryScript.Guid(made)!, CloudFoundryScript.Guid(reply.Json)!);
    }

    private void Mark(string kind, string what, string guid, bool isOn)
    {
        var container = guid.Length > 0 ? guid : Symbols.Find(script.Names().First(name => name.StartsWith($"{kind}:", StringComparison.Ordinal)))!;
        if (what == "susp")
        {
            emulator.Suspend(container, isOn);
        }
        else
        {
            emulator.MarkBeingDeleted(container, isOn);
        }
    }

    /// <summary>How the stand-in for Diego behaves: its mode, and how long after a cancel it reports the end; -1 is never.</summary>
    private void SetDiego(string settings)
    {
        foreach (var setting in settings.Split(", "))
        {
            switch (setting.Split('='))
            {
                case ["mode", var mode]:
                    emulator.DiegoMode = Mode(mode);
                    break;
                case ["delay", var delay]:
                    emulator.CancelDelay = delay == "-1" ? Timeout.InfiniteTimeSpan : Seconds(delay);
                    break;
            }
        }
    }

    private static CloudFoundryDiegoMode Mode(string name) => name switch
    {
        "ok" or "slow" => CloudFoundryDiegoMode.Answers,
        "down" => CloudFoundryDiegoMode.AnswersUnavailable,
        "error" => CloudFoundryDiegoMode.AnswersError,
        "silent" => CloudFoundryDiegoMode.IsSilent,
        "garbage" or "wrong" => CloudFoundryDiegoMode.AnswersGarbage,
        _ => throw new NotSupportedException($"Diego's mode {name}"),
    };

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>Diego reports an end; why is told by the next reply that shows it.</summary>
    private Task ReportAsync(RecordedStep step, string[] words)
    {
        var guid = words[2].Length > 0 ? words[2] : LastTask();
        var told = script.After(step).SelectMany(ShownEnds).FirstOrDefault(shown => shown.Guid == guid).Reason;
        Report(guid, words[1] == "success" ? null : words[3].Length > 0 ? "" : told ?? "");
        return Task.CompletedTask;
    }

    private void Report(string guid, string? reason)
    {
        if (reason is null)
        {
            emulator.Finish(guid);
        }
        else
        {
            emulator.Fail(guid, reason);
        }
    }

    private string LastTask() => emulator.Rows[^1].Id;

    private async Task DeleteAsync(string kind, string name)
    {
        var path = kind switch { "app" => "apps", "space" => "spaces", _ => "organizations" };
        await RequestAsync(HttpMethod.Delete, $"/v3/{path}/{Symbols.Resolve($"{{{kind}:{name}}}")}");
    }

    /// <summary>Lets the worker run the jobs that wait.</summary>
    private void RunWorker()
    {
        emulator.IsWorkerRunning = true;
        while (emulator.NextDue is { } due && due <= clock.GetUtcNow() + Patience)
        {
            clock.Advance(due - clock.GetUtcNow());
        }

        emulator.IsWorkerRunning = false;
    }

    /// <summary>A row as the recordings write it.</summary>
    private sealed record PutTaskForm(
        string AppGuid, string Id, string Name, string State, string Command, string? User, long? MemoryInMb, long? DiskInMb, long LogRateLimit,
        long SequenceId, string? DropletGuid, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
        Dictionary<string, string> Labels, Dictionary<string, string> Annotations, string? FailureReason)
    {
        internal CloudFoundryTask ToTask() => new()
        {
            AppId = AppGuid,
            Id = Id,
            Name = Name,
            State = State,
            Command = Command,
            User = User,
            MemoryInMb = MemoryInMb,
            DiskInMb = DiskInMb,
            LogRateLimit = LogRateLimit,
            SequenceId = SequenceId,
            DropletId = DropletGuid,
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
            Labels = Labels,
            Annotations = Annotations,
            Failure = FailureReason,
        };
    }
}
