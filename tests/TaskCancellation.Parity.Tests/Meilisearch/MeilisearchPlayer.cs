using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Parity.Tests.Playing;
using TaskCancellation.Recordings;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Parity.Tests.Meilisearch;

/// <summary>Plays recordings of Meilisearch: set-up steps are requests that the emulator answers itself, and the gate is a host that it calls.</summary>
internal sealed partial class MeilisearchPlayer : SectionPlayer
{
    private const string MasterKey = "the-master-key-of-the-recorder";
    private const string GateHost = "gate.test";

    /// <summary>After that long a batch that waits for the gate has called it, which the recorder waited for.</summary>
    private static readonly TimeSpan Calling = TimeSpan.FromMilliseconds(600);

    private readonly VirtualClock clock = TestClock.Create(new DateTimeOffset(2026, 11, 26, 11, 0, 0, TimeSpan.Zero));
    private readonly MeilisearchEmulator emulator;
    private IReadOnlyList<RecordedStep> story = [];
    private bool isSettled = true;
    private bool isInFlight;
    private bool isAtOnce;
    private bool isFresh;
    private int fullAfter = int.MaxValue;

    internal MeilisearchPlayer(Recording recording)
        : base(new MeilisearchRules(), MeilisearchSymbols.CreateTable())
    {
        emulator = new MeilisearchEmulator(clock)
        {
            Version = recording.Version,
            SchedulerDelay = TimeSpan.FromMicroseconds(100),
            CancelDelay = TimeSpan.FromMicroseconds(500),
            NewTasks = new MeilisearchTask { RunDuration = TimeSpan.FromMilliseconds(1) },
        };
        Client = emulator.CreateClient();
        Symbols.Bind(MeilisearchSymbols.Gate, GateHost);
        Symbols.Bind(MeilisearchSymbols.LikeAKey, new string('a', 64));
        Symbols.Bind(MeilisearchSymbols.MasterKey, MasterKey);
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits { get; }

    protected override HttpClient Client { get; }

    protected override Task EndAsync()
    {
        Client.Dispose();
        emulator.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The clock is the recorder's, as the first task that was enqueued tells.</summary>
    protected override Task BeginAsync(IReadOnlyList<RecordedStep> steps)
    {
        story = steps;
        var first = steps.Select(step => Instant(step.Reply)).FirstOrDefault(instant => instant is not null);
        MoveTo(first);
        if (steps.FirstOrDefault(step => step.Kind != StepKind.Event && Code(step) == "no_space_left_on_device") is { } refused)
        {
            // That the queue was full is told by its refusals only: it was filled after the last task that it took.
            fullAfter = steps.Last(step => step.Line < refused.Line && step.Kind == StepKind.Setup).Line;
        }

        return Task.CompletedTask;
    }

    protected override async Task SetUpAsync(RecordedStep step)
    {
        if (step.Method is null)
        {
            return;
        }

        isAtOnce = false;
        isFresh = false;
        SettleIfDue();
        MoveTo(Instant(step.Reply));
        SkipUntold(step);
        emulator.IsQueueFull = step.Line > fullAfter;
        var answer = await SendAsync(step);
        if (answer.Status != step.Status && step.Method != "GET")
        {
            throw new InvalidOperationException($"{step}: set up with {answer.Status}, not {step.Status}. {answer.Text}");
        }

        if (step.Reply is { } recorded && answer.Json is { } answered)
        {
            BindKeys(recorded, answered);
        }

        isSettled = false;
        if (IsMetInItsRun(step))
        {
            Step();
            isInFlight = true;
        }
        else
        {
            Drain();
        }
    }

    protected override Task LetHappenAsync(RecordedStep step)
    {
        switch (step.Name)
        {
            case "server started":
                MoveToNext(step);
                Start(step);
                break;
            case { } name when name.StartsWith("gate closed", StringComparison.Ordinal):
                Close(step);
                break;
            case { } name when name.StartsWith("gate opened", StringComparison.Ordinal):
                MoveToNext(step);
                emulator.UnresponsiveHost = null;
                Step();
                isSettled = false;
                break;
            default:
                break;
        }

        return Task.CompletedTask;
    }

    /// <summary>A gate that is closed as soon as it was opened lets one batch pass, and what is asked then meets the next one at its begin. Otherwise everything has happened meanwhile.</summary>
    private void Close(RecordedStep step)
    {
        isAtOnce = !isSettled && story.FirstOrDefault(later => later.Line > step.Line && later.Kind != StepKind.Event) is { Kind: StepKind.Probe };
        if (!isAtOnce)
        {
            SettleIfDue();
        }

        emulator.UnresponsiveHost = GateHost;
    }

    /// <summary>A start on an empty database, on the one that there is, or with the upgrade of an older one.</summary>
    private void Start(RecordedStep step)
    {
        var next = story.Where(later => later.Line > step.Line && later.Kind != StepKind.Event).ToList();
        emulator.MasterKey = step.Member("masterKey") is { ValueKind: JsonValueKind.True } ? MasterKey : null;
        if (next.Select(TaskUid).FirstOrDefault(uid => uid is not null) == 0)
        {
            emulator.ResetDatabase();
        }

        if (step.Member("args") is { } args && args.EnumerateArray().Any(arg => arg.GetString() == "--upgrade-db"))
        {
            emulator.DatabaseVersion ??= "1.49.0";
            emulator.Upgrade();
        }
        else
        {
            emulator.Restart();
        }

        isSettled = false;
        isFresh = true;
    }

    protected override async Task ProbeAsync(RecordedStep step)
    {
        if (!isInFlight)
        {
            isSettled |= isAtOnce;
            isAtOnce = false;
            SettleIfDue();
            MoveTo(Instant(step.Reply));
        }

        isInFlight = false;
        SkipUntold(step);
        emulator.IsQueueFull = step.Line > fullAfter;
        await base.ProbeAsync(step);
        isSettled = step.Method == "GET" && isSettled;
    }

    protected override HttpRequestMessage CreateRequest(RecordedStep step)
    {
        var request = base.CreateRequest(step);
        if (step.Path.EndsWith('…'))
        {
            request.RequestUri = Lengthen(request.RequestUri!, step.Name!);
        }

        if (step.Kind == StepKind.Setup && step.Member("bodyLength") is { } length && length.GetInt64() > step.Body?.Length)
        {
            request.Content = new StringContent(Continue(step), Encoding.UTF8, "application/json");
        }

        if (!step.Sent.TryGetValue("authorization", out var sent))
        {
            if (step.Kind == StepKind.Setup && emulator.MasterKey is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {MasterKey}");
            }

            return request;
        }

        var values = sent.Select(value => value.StartsWith("<key:", StringComparison.Ordinal) ? $"Bearer {Symbols.Resolve(value)}" : value).ToArray();
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", SentHeaders.Find(step.Name ?? "", MasterKey) ?? values);
        return request;
    }

    /// <summary>Whether the next step cancels the task that this step made: the recorder did not wait for its end, unless it notes that the end came first.</summary>
    private bool IsMetInItsRun(RecordedStep step)
    {
        var later = story.SkipWhile(other => other.Line <= step.Line).Take(2).ToList();
        return TaskUid(step) is { } uid && later is [{ Kind: StepKind.Probe, Method: "POST" } next, ..]
            && next.Path == string.Create(CultureInfo.InvariantCulture, $"/tasks/cancel?uids={uid}")
            && later[^1].Text("seenBefore") is not ("succeeded" or "failed");
    }

    /// <summary>Makes the tasks that no step tells of, so that the uids go on where the recorded ones do: cancellations, which is what the recorder sent in bulk, carried out in one batch.</summary>
    private void SkipUntold(RecordedStep step)
    {
        var next = emulator.Rows.Select(row => row.Id).DefaultIfEmpty(-1).Max() + 1;
        if (TaskUid(step) is { } recorded && recorded > next)
        {
            Settle();
            emulator.IsSchedulerPaused = true;
            List<long> untold = [.. Enumerable.Range(0, (int)(recorded - next)).Select(_ => emulator.Add(new MeilisearchTask { Kind = "taskCancelation" }))];
            emulator.StartBatch(untold);
            emulator.Finish(untold[0]);
            emulator.IsSchedulerPaused = false;
        }
    }

    /// <summary>As many documents as a later reply tells: the recorder kept only the first of a long body.</summary>
    private string Continue(RecordedStep step)
    {
        var told = story.SelectMany(later => Received(later.Reply, TaskUid(step))).Concat(story.SelectMany(Noted)).First();
        return $"[{string.Join(',', Enumerable.Range(0, told).Select(id => $"{{\"id\":{id}}}"))}]";
    }

    /// <summary>The whole of a long target of which the recorder kept the beginning: it repeats itself, and the name tells its length.</summary>
    private static Uri Lengthen(Uri address, string name)
    {
        var kept = address.PathAndQuery.TrimEnd('…');
        var length = int.Parse(Digits.Match(name).Value, CultureInfo.InvariantCulture);
        var pairs = (length - kept.Length - 1) / 2;
        var whole = (kept + string.Concat(Enumerable.Repeat("1,", pairs))).PadRight(length, '1');
        return new Uri(address.GetLeftPart(UriPartial.Authority) + whole, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    private static IEnumerable<int> Noted(RecordedStep step) => step.Member("docs") is { ValueKind: JsonValueKind.Number } count ? [count.GetInt32()] : [];

    private static IEnumerable<int> Received(JsonElement? reply, long? uid) =>
        reply is { ValueKind: JsonValueKind.Object } task && task.TryGetProperty("uid", out var number) && number.ValueKind == JsonValueKind.Number && number.GetInt64() == uid
        && task.TryGetProperty("details", out var details) && details.TryGetProperty("receivedDocuments", out var received) ? [received.GetInt32()] : [];

    private static string? Code(RecordedStep step) =>
        step.Reply is { ValueKind: JsonValueKind.Object } reply && reply.TryGetProperty("code", out var code) ? code.GetString() : null;

    private static long? TaskUid(RecordedStep step) =>
        step.Reply is { ValueKind: JsonValueKind.Object } reply && reply.TryGetProperty("taskUid", out var uid) ? uid.GetInt64() : null;

    private void SettleIfDue()
    {
        if (!isSettled)
        {
            Settle();
        }
    }

    /// <summary>Lets everything happen that does not wait for the gate, and what does wait call it.</summary>
    private void Settle()
    {
        Drain();
        if (!isFresh && emulator.UnresponsiveHost is not null && emulator.Rows.FirstOrDefault(row => row.State == "processing") is { } busy)
        {
            MoveTo(busy.StartedAt + Calling);
        }

        isSettled = true;
    }

    private void Drain()
    {
        while (emulator.NextDue is { } due)
        {
            Pass(due - clock.GetUtcNow());
        }
    }

    private void Pass(TimeSpan time)
    {
        clock.Advance(time);
        _ = emulator.Rows;
    }

    /// <summary>Moves to the next instant that the recording tells of, unless another task was enqueued before: when what was held ended, or what waited was started.</summary>
    private void MoveToNext(RecordedStep step)
    {
        var later = story.Where(other => other.Line > step.Line).ToList();
        var enqueued = later.Select(other => Instant(other.Reply)).FirstOrDefault(instant => instant is not null);
        MoveTo(later.SelectMany(other => Told(other.Reply)).Where(instant => instant > clock.GetUtcNow() && !(instant > enqueued)).Select(instant => (DateTimeOffset?)instant).Min());
    }

    /// <summary>When the tasks or batches of a reply were started, and when they ended.</summary>
    private static IEnumerable<DateTimeOffset> Told(JsonElement? reply) => reply switch
    {
        { ValueKind: JsonValueKind.Object } list when list.TryGetProperty("results", out var results) => results.EnumerateArray().SelectMany(item => Told(item)),
        { ValueKind: JsonValueKind.Object } one => new[] { "startedAt", "finishedAt" }.SelectMany(name =>
            one.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, out var instant) ? [instant] : Array.Empty<DateTimeOffset>()),
        _ => [],
    };

    /// <summary>Lets what the gate held end, and the next batch begin.</summary>
    private void Step()
    {
        clock.Advance(2 * emulator.SchedulerDelay);
        _ = emulator.Rows;
    }

    private void MoveTo(DateTimeOffset? instant)
    {
        if (instant is { } at && at > clock.GetUtcNow())
        {
            clock.Advance(at - clock.GetUtcNow());
        }
    }

    private void BindKeys(JsonElement recorded, JsonElement answered)
    {
        if (recorded.ValueKind == JsonValueKind.Object && recorded.TryGetProperty("key", out var symbol) && answered.TryGetProperty("key", out var key)
            && symbol.GetString() is ['<', .. var name, '>'])
        {
            Symbols.Bind(name, key.GetString()!);
        }
    }

    private static DateTimeOffset? Instant(JsonElement? reply) =>
        reply is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("enqueuedAt", out var text) && json.TryGetProperty("taskUid", out _)
        && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, out var instant) ? instant : null;
}
