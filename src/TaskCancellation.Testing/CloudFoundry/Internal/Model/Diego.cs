using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Diego's task database, and the Cloud Controller's access to it, retries included.</summary>
internal sealed class Bbs(CloudFoundryEmulator emulator)
{
    /// <summary>How long the controller waits for an answer.</summary>
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(10);

    /// <summary>How long it goes on trying.</summary>
    private static readonly TimeSpan Persistence = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, DiegoTask> tasks = new(StringComparer.Ordinal);

    internal IReadOnlyCollection<string> Guids => [.. tasks.Keys];

    /// <summary>Whether a list of tasks can be had: without one there is no sync.</summary>
    internal bool IsReachable => emulator.DiegoMode == CloudFoundryDiegoMode.Answers;

    private DueQueue Due => emulator.Due;

    internal DiegoTask? Find(string guid) => tasks.GetValueOrDefault(guid);

    internal void Know(string guid, CloudFoundryTask options, CloudFoundryDiegoState state = CloudFoundryDiegoState.Running)
    {
        tasks.TryAdd(guid, new DiegoTask(options));
        tasks[guid].State = state;
    }

    internal void Forget(string guid) => tasks.Remove(guid);

    /// <summary>Why the database cannot be reached now; null if it can.</summary>
    internal CloudFoundryRefusal? Trouble => emulator.DiegoMode switch
    {
        CloudFoundryDiegoMode.RefusesConnections => Unavailable("Connection refused - connect(2) for \"bbs.service.cf.internal\" port 8889 (bbs.service.cf.internal)"),
        CloudFoundryDiegoMode.IsSilent => Unavailable("execution expired"),
        CloudFoundryDiegoMode.AnswersUnavailable => Unavailable("failed with status: 503, body: down"),
        CloudFoundryDiegoMode.AnswersGarbage => Unavailable("Error occurred during parsing"),
        CloudFoundryDiegoMode.AnswersError => CloudFoundryRefusal.TaskError(emulator.DiegoError),
        _ => null,
    };

    /// <summary>Asks the database to do something, and answers a request by what comes of it: at once, or when the database has answered or was given up.</summary>
    /// <param name="act">What the database does; what it refuses it with, or null.</param>
    /// <param name="answer">The reply to the request, given the error, or null. It is created even if the client has disconnected.</param>
    internal EmulatedReply Ask(Func<CloudFoundryRefusal?> act, Func<CloudFoundryRefusal?, EmulatedReply> answer)
    {
        var call = new Call(act, answer);
        Try(call, TimeSpan.Zero, FirstPause);
        return Wait(call);
    }

    private EmulatedReply Wait(Call call) => call.Reply ?? emulator.Later(call.Next - Due.Now, () => Wait(call));

    private void Try(Call call, TimeSpan elapsed, TimeSpan pause)
    {
        var trouble = Trouble;
        if (trouble is not null && emulator.DiegoMode is not (CloudFoundryDiegoMode.RefusesConnections or CloudFoundryDiegoMode.IsSilent))
        {
            Plan(call, emulator.DiegoDelay, () => call.End(trouble));
        }
        else if (trouble is null && emulator.DiegoDelay <= TimeOut)
        {
            Plan(call, emulator.DiegoDelay, () => call.End(call.Act()));
        }
        else
        {
            GoOn(call, trouble, elapsed, pause);
        }
    }

    /// <summary>A try that failed for want of an answer: another after a pause that doubles, unless it was the last.</summary>
    private void GoOn(Call call, CloudFoundryRefusal? trouble, TimeSpan elapsed, TimeSpan pause)
    {
        if (trouble is null)
        {
            // Too late for the controller, and done all the same.
            Due.After(emulator.DiegoDelay, () => call.Act());
        }

        var took = emulator.DiegoMode == CloudFoundryDiegoMode.RefusesConnections ? TimeSpan.Zero : TimeOut;
        var last = elapsed + took >= Persistence;
        Plan(call, last ? took : took + pause, () =>
        {
            if (last)
            {
                call.End(trouble ?? Unavailable("execution expired"));
            }
            else
            {
                Try(call, elapsed + took + pause, pause * 2 < LongestPause ? pause * 2 : LongestPause);
            }
        });
    }

    private void Plan(Call call, TimeSpan delay, Action step)
    {
        call.Next = Due.Now + delay;
        Due.After(delay, step);
    }

    private CloudFoundryRefusal Unavailable(string text) => CloudFoundryRefusal.WorkersUnavailable(emulator.Inferred(text));

    /// <summary>A request to the database that may take its time.</summary>
    private sealed class Call(Func<CloudFoundryRefusal?> act, Func<CloudFoundryRefusal?, EmulatedReply> answer)
    {
        internal Func<CloudFoundryRefusal?> Act => act;

        internal EmulatedReply? Reply { get; private set; }

        /// <summary>When there is something to see.</summary>
        internal DateTimeOffset Next { get; set; }

        internal void End(CloudFoundryRefusal? refusal) => Reply = answer(refusal);
    }
}

/// <summary>A task as Diego knows it.</summary>
internal sealed class DiegoTask(CloudFoundryTask options)
{
    internal CloudFoundryTask Options => options;

    internal CloudFoundryDiegoState State { get; set; }

    /// <summary>Set once a cancel was taken: sending it again changes nothing.</summary>
    internal bool IsCancelTaken { get; set; }
}

/// <summary>The route that Diego reports ends to. It is internal: no token, and errors of the second API.</summary>
internal sealed class DiegoCallbacks(CloudFoundryStore store, CloudFoundryLifecycle lifecycle)
{
    internal EmulatedReply Complete(EmulatedRequest request, string guid)
    {
        var report = Parse(request);
        var task = store.FindTask(guid) ?? throw CloudFoundryRefusal.Missing($"Task not found: {guid}");
        if (Text(report, "task_guid") != guid || task.IsTerminal)
        {
            throw CloudFoundryRefusal.InvalidRequest();
        }

        lifecycle.Report(task, Reason(report));
        return CloudFoundryJson.Reply(200, _ => { }, isV3: false);
    }

    /// <summary>Why it failed; null for success. A report without its members is a failure of its own.</summary>
    private static string? Reason(JsonElement report) => (report.TryGetProperty("failed", out var failed) ? failed.ValueKind : JsonValueKind.Undefined, Text(report, "failure_reason")) switch
    {
        (JsonValueKind.False, not null) => null,
        (JsonValueKind.True, { } reason) => reason,
        _ => CloudFoundryLifecycle.MalformedReason,
    };

    private static JsonElement Parse(EmulatedRequest request)
    {
        try
        {
            var report = JsonElement.Parse(request.Body.Span);
            return report.ValueKind == JsonValueKind.Object ? report : throw CloudFoundryRefusal.Unknown();
        }
        catch (JsonException)
        {
            throw CloudFoundryRefusal.BadBody(request.BodyText);
        }
    }

    private static string? Text(JsonElement report, string name) =>
        report.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
