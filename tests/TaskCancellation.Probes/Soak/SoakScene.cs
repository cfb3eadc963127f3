namespace TaskCancellation.Probes.Soak;

/// <summary>What the server has set up for one call: tasks of its own, under a mark that no other has.</summary>
/// <param name="Number">The number of the call.</param>
/// <param name="Service">The service.</param>
/// <param name="Mark">What the tasks have as their scope, kind or name: what the service groups by.</param>
/// <param name="Ids">The tasks.</param>
internal sealed record SoakScene(long Number, string Service, string Mark, string[] Ids);

/// <summary>What came of a call.</summary>
/// <param name="Number">The number of the call.</param>
/// <param name="Verb">What was called.</param>
/// <param name="Seen">The tasks that it was shown, each with its mark.</param>
/// <param name="Outcomes">The outcomes.</param>
/// <param name="Problem">What is wrong with how it ended; null for nothing.</param>
internal sealed record SoakCall(long Number, string Verb, List<SoakTask> Seen, List<SoakOutcome> Outcomes, string? Problem);

/// <summary>A task as it was shown.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Mark">Its mark; null where the service does not show it.</param>
internal sealed record SoakTask(string Id, string? Mark);

/// <summary>An outcome.</summary>
/// <param name="Id">Whose it is.</param>
/// <param name="Verdict">What it says.</param>
internal sealed record SoakOutcome(string Id, string Verdict);

/// <summary>What the process holds at one moment.</summary>
/// <param name="Phase">Before the load, under it, after it, or with the clients disposed of.</param>
/// <param name="Seconds">Since the load began.</param>
/// <param name="Calls">How many calls have ended.</param>
/// <param name="Heap">Bytes that are alive, after a collection.</param>
/// <param name="WorkingSet">Bytes of memory.</param>
/// <param name="Handles">Open files and others, without sockets.</param>
/// <param name="Sockets">Open sockets.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Timers">Active timers.</param>
internal sealed record SoakSample(string Phase, double Seconds, long Calls, long Heap, long WorkingSet, int Handles, int Sockets, int Threads, long Timers);

/// <summary>What the load came to.</summary>
/// <param name="Verbs">How often each verb was called.</param>
/// <param name="Ends">How calls have ended: with a result, or with which exception.</param>
/// <param name="Lost">Calls that never ended.</param>
/// <param name="Unobserved">Exceptions of tasks that nobody looked at.</param>
/// <param name="Samples">What the process held.</param>
internal sealed record SoakResult(IReadOnlyDictionary<string, int> Verbs, IReadOnlyDictionary<string, int> Ends, IReadOnlyList<string> Lost, IReadOnlyList<string> Unobserved, IReadOnlyList<SoakSample> Samples);
