using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TaskCancellation.Tests.Hostile;

/// <summary>Holds what a call gave, or threw, against what may be said and shown.</summary>
/// <param name="service">The service, with its record.</param>
/// <param name="between">What was done to the replies.</param>
internal sealed class HostileJudge(HostileService service, HostileHandler between)
{
    private const int MostTold = 3_000;
    private const int LinesOfTrace = 8;

    /// <summary>Lies that nobody could tell from the truth: what says how a task ended, or which it is, says something else in the form that is documented.</summary>
    private static readonly HashSet<string> Lies =
    [
        // Another reason than "task was cancelled" is that of a failure.
        "failure_reason=text",

        // A record of an end, that no longer says that the task was canceled, or says that there is one.
        "response=object", "canceled=flag", "canceled=null", "canceled=gone", "failures=array", "completed=flag",

        // A flag that is set says that a cancel is under way, or that the task has failed.
        "cancelled=flag", "timed_out=flag",

        // Another kind or time is that of another task under the id.
        "type=text", "enqueuedAt=text", "enqueuedAt=flag", "action=text", "start_time_in_millis=number",
    ];

    /// <summary>Changes after which a list leaves out a task without a sign: the rows are others, or a row has another id or state.</summary>
    private static readonly HashSet<string> Omissions =
        ["results=array", "resources=array", "tasks=array", "tasks=object", "jobs=array", "data=array", "nodes=object", "job_id=text", "job_id=number", "guid=text", "uid=number", "id=number", "status=text", "state=text"];

    /// <summary>What the library compares by itself: a row that does not show it as it was does not meet the filter.</summary>
    private static readonly string[] Compared = ["=", "title=", "source_id="];

    /// <summary>What is wrong.</summary>
    internal List<string> Wrongs { get; } = [];

    /// <summary>Whether what the service says of ends reached the client as it was.</summary>
    internal bool IsTold => !between.Changed.Overlaps(Lies);

    /// <summary>Whether all that the service shows reached the client.</summary>
    internal bool IsShown => !between.MayLack && !between.Changed.Overlaps(Omissions) && !between.Changed.Any(change => Compared.Any(name => change.StartsWith(name, StringComparison.Ordinal)));

    internal void Judge(CancellationOutcome outcome)
    {
        var truth = service.Harness.Truth(outcome.Target.Id);
        var isTrue = outcome.Verdict switch
        {
            CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => truth == TaskState.Canceled,
            CancellationVerdict.CompletedFirst => truth is TaskState.Succeeded or TaskState.Failed,
            CancellationVerdict.NotFound => truth is null || !IsShown,
            CancellationVerdict.Ended => truth is null || !IsShown || truth is TaskState.Succeeded or TaskState.Failed or TaskState.Canceled,
            CancellationVerdict.NotAttempted or CancellationVerdict.Rejected or CancellationVerdict.Denied or CancellationVerdict.NotCancelable => truth is not (TaskState.Canceled or TaskState.Canceling),
            CancellationVerdict.Accepted or CancellationVerdict.StillRunning => service.Harness.Emulator.Requests.Any(line => service.Harness.IsCancel(line.Request)),
            _ => true,
        };
        if (!isTrue && IsTold)
        {
            Wrongs.Add($"{outcome.Verdict} of {outcome.Target.Id}, which is {truth?.ToString() ?? "not there"}: {outcome.Error?.Message}");
        }

        Read(outcome.ToString());
        Read(outcome.Snapshot);
        ReadResult(outcome.Error);
    }

    internal void Judge(CancellationReport report, IEnumerable<TaskId> meant)
    {
        foreach (var outcome in report.Outcomes)
        {
            Judge(outcome);
        }

        Read(report.ToString());
        ReadResult(report.Error);
        if (report.AllCanceled && IsTold && IsShown)
        {
            Wrongs.AddRange(meant.Where(id => service.Harness.Truth(id) != TaskState.Canceled).Select(id => $"all are called canceled, and {id} is {service.Harness.Truth(id)}"));
        }
    }

    /// <summary>A task as it is shown while nothing happens.</summary>
    internal void Judge(TaskId asked, TaskSnapshot? shown)
    {
        var truth = service.Harness.Truth(asked);
        Read(shown);
        if (shown is not null && shown.Id != asked)
        {
            Wrongs.Add($"asked for {asked}, was given {shown.Id}");
        }

        if (IsTold && (shown is null || shown.State != TaskState.Unknown) && shown?.State != truth)
        {
            Wrongs.Add($"{asked} is shown as {shown?.State.ToString() ?? "not there"} {shown?.RawState}, and is {truth}");
        }
    }

    /// <summary>What a call has thrown: documented, true, and fit to be read.</summary>
    internal void Judge(Exception thrown)
    {
        if (thrown is not TaskClientException)
        {
            Wrongs.Add($"threw {string.Join("\n    ", thrown.ToString().Split('\n').Where(line => !line.Contains(" at System.", StringComparison.Ordinal)).Take(LinesOfTrace))}");
            return;
        }

        if (thrown is TaskNotFoundException missing && IsTold && service.Harness.Truth(missing.Id) is { } truth)
        {
            Wrongs.Add($"{missing.Message} It is {truth}.");
        }

        if (thrown is RunTimeoutException { Outcome: { } outcome })
        {
            Judge(outcome);
        }

        ReadResult(thrown);
    }

    /// <summary>A text that somebody may log, show or store: one line, bounded, whole, without the credential.</summary>
    internal void Read(string? text, int most = MostTold)
    {
        if (text is null)
        {
            return;
        }

        if (text.Length > most || text.Any(char.IsControl) || text.AsSpan().ContainsAny('\u2028', '\u2029') || text.EnumerateRunes().Any(rune => rune.Value == '\uFFFD') && HasHalf(text))
        {
            Wrongs.Add(string.Create(CultureInfo.InvariantCulture, $"a text of {text.Length} characters, or not of one clean line: {text[..Math.Min(text.Length, MostTold)].ReplaceLineEndings("<BREAK>")}"));
        }

        ReadSecrets(text);
    }

    /// <summary>The words of a task that a program goes by.</summary>
    internal void Read(TaskSnapshot? task)
    {
        Read(task?.RawState, 512);
        Read(task?.Kind, 512);
    }

    /// <summary>The same of a text that may be long, or of many lines.</summary>
    internal void ReadSecrets(string text)
    {
        if (service.Secrets.Concat(between.Secrets).SelectMany(Forms).FirstOrDefault(secret => text.Contains(secret, StringComparison.Ordinal)) is { } shown)
        {
            Wrongs.Add($"the credential '{shown}' is shown: {text[..Math.Min(text.Length, MostTold)].ReplaceLineEndings("<BREAK>")}");
        }
    }

    private static string[] Forms(string secret) => [secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), WebUtility.HtmlEncode(secret), JsonEncodedText.Encode(secret).ToString(), JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()];

    private static bool HasHalf(string text) => text.Where((letter, at) => char.IsHighSurrogate(letter) ? at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]) : char.IsLowSurrogate(letter) && (at == 0 || !char.IsHighSurrogate(text[at - 1]))).Any();

    private void ReadResult(Exception? error)
    {
        if (error is null)
        {
            return;
        }

        Read(error.Message);
        ReadSecrets(error.ToString());
        if (error is TaskRequestException request)
        {
            Read(request.ErrorCode, 512);
            Read(request.RequestId, 512);
            Read(request.Request, 512);
            Read(request.BodyExcerpt, TaskRequestException.MaxBodyExcerpt);
        }
    }
}
