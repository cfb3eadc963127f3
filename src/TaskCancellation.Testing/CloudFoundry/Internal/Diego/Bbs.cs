namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Diego's database of tasks, and the Cloud Controller's way to it: what it asks, and how often it tries.</summary>
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
    internal bool IsReachable => emulator.Diego == CloudFoundryDiego.Answers;

    private DueQueue Due => emulator.Due;

    internal DiegoTask? Find(string guid) => tasks.GetValueOrDefault(guid);

    internal void Know(string guid, CloudFoundryTask options, CloudFoundryDiegoState state = CloudFoundryDiegoState.Running)
    {
        tasks.TryAdd(guid, new DiegoTask(options));
        tasks[guid].State = state;
    }

    internal void Forget(string guid) => tasks.Remove(guid);

    /// <summary>Why the database cannot be asked now; null where it can.</summary>
    internal Refusal? Trouble => emulator.Diego switch
    {
        CloudFoundryDiego.RefusesConnections => Unavailable("Connection refused - connect(2) for \"bbs.service.cf.internal\" port 8889 (bbs.service.cf.internal)"),
        CloudFoundryDiego.IsSilent => Unavailable("execution expired"),
        CloudFoundryDiego.AnswersUnavailable => Unavailable("failed with status: 503, body: down"),
        CloudFoundryDiego.AnswersGarbage => Unavailable("Error occurred during parsing"),
        CloudFoundryDiego.AnswersError => Refusal.TaskError(emulator.DiegoError),
        _ => null,
    };

    /// <summary>Asks the database to do something, and answers a request by what comes of it: at once, or when the database has answered or was given up.</summary>
    /// <param name="act">What the database does; what it refuses it with, or null.</param>
    /// <param name="answer">The reply to the request, given what went wrong, or null. It is made even if nobody waits for it any more.</param>
    internal EmulatedReply Ask(Func<Refusal?> act, Func<Refusal?, EmulatedReply> answer)
    {
        var call = new Call(act, answer);
        Try(call, TimeSpan.Zero, FirstPause);
        return Wait(call);
    }

    private EmulatedReply Wait(Call call) => call.Reply ?? emulator.Later(call.Next - Due.Now, () => Wait(call));

    private void Try(Call call, TimeSpan elapsed, TimeSpan pause)
    {
        var trouble = Trouble;
        if (trouble is not null && emulator.Diego is not (CloudFoundryDiego.RefusesConnections or CloudFoundryDiego.IsSilent))
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
    private void GoOn(Call call, Refusal? trouble, TimeSpan elapsed, TimeSpan pause)
    {
        if (trouble is null)
        {
            // Too late for the controller, and done all the same.
            Due.After(emulator.DiegoDelay, () => call.Act());
        }

        var took = emulator.Diego == CloudFoundryDiego.RefusesConnections ? TimeSpan.Zero : TimeOut;
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

    private Refusal Unavailable(string text) => Refusal.WorkersUnavailable(emulator.Inferred(text));

    /// <summary>A request to the database that may take its time.</summary>
    private sealed class Call(Func<Refusal?> act, Func<Refusal?, EmulatedReply> answer)
    {
        internal Func<Refusal?> Act => act;

        internal EmulatedReply? Reply { get; private set; }

        /// <summary>When there is something to see.</summary>
        internal DateTimeOffset Next { get; set; }

        internal void End(Refusal? refusal) => Reply = answer(refusal);
    }
}
