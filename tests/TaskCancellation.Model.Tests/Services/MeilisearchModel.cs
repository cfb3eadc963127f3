using System.Globalization;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Model.Tests.Services;

/// <summary>Meilisearch: one batch at a time, a cancel is a task of its own, and any ids are taken.</summary>
internal sealed class MeilisearchModel(TimeProvider clock) : ServiceModel
{
    private readonly MeilisearchEmulator emulator = new(clock, seed: 7);
    private Dictionary<long, string> statuses = [];
    private bool isOther;

    internal override ServiceEmulator Emulator => emulator;

    internal override bool TakesUnknown => true;

    internal override bool CancelsByFilter => true;

    internal override bool HidesTasks => true;

    internal override bool CountsCancels => true;

    internal override TaskId UnknownId => 4_000_000_000;

    internal override EmulatedReply Denied => EmulatedReply.Json(403, """{"message":"The provided API key is invalid.","code":"invalid_api_key","type":"auth","link":"https://docs.meilisearch.com/errors#invalid_api_key"}""");

    internal override EmulatedReply Rejected => EmulatedReply.Json(400, """{"message":"Refused.","code":"bad_request","type":"invalid_request","link":"https://docs.meilisearch.com/errors#bad_request"}""");

    internal override EmulatedReply Throttled => EmulatedReply.Text(429, "slow down", "text/plain");

    private bool IsBusy => emulator.Rows.Any(row => row.State == "processing");

    internal override TaskClient CreateClient(HttpClient http, TimeProvider time) =>
        new MeilisearchTaskClient(http, Configure(new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.None }, time));

    internal override TaskId? Add(SceneKind kind, bool other, TimeSpan time)
    {
        var seed = new MeilisearchTask { IndexUid = Index(other), RunDuration = null };
        switch (kind)
        {
            case SceneKind.Running:
                return Start(seed);
            case SceneKind.SlowToStop:
                emulator.CancelDelay = time;
                return Start(seed);
            case SceneKind.Stuck:
                return Start(seed with { CancelEnding = MeilisearchCancelEnding.CompletesAnyway });
            case SceneKind.OutrunsCancel:
                return Start(seed with { CancelEnding = MeilisearchCancelEnding.CompletesAnyway, RunDuration = time });
            case SceneKind.RunsFor:
                return Start(seed with { RunDuration = time });
            case SceneKind.FailsAfter:
                return Start(seed with { RunDuration = time, Failure = new MeilisearchError("emulated") });
            case SceneKind.Pending:
                if (!IsBusy)
                {
                    Start(new MeilisearchTask { IndexUid = "elsewhere", RunDuration = TimeSpan.FromSeconds(20) });
                }

                return emulator.Add(seed);
            case SceneKind.Unknown:
                return emulator.Add(seed with { State = "hibernating" });
            case SceneKind.Succeeded or SceneKind.Failed or SceneKind.Canceled:
                return AddEnded(seed, kind);
            case SceneKind.Gone:
                var id = AddEnded(seed, SceneKind.Succeeded);
                emulator.Remove(id);
                return id;
            default:
                return null;
        }
    }

    internal override TaskFilter FilterBy(bool other) => new() { Scopes = [Index(other)] };

    internal override void Refresh() => statuses = emulator.Rows.ToDictionary(row => row.Id, row => row.State);

    internal override Mark ReadResult(TaskId id) => statuses.GetValueOrDefault(Uid(id)) switch
    {
        null => Mark.Absent,
        "enqueued" => Mark.Waiting,
        "processing" => Mark.Working,
        "succeeded" => Mark.Done,
        "failed" => Mark.Broken,
        "canceled" => Mark.Stopped,
        _ => Mark.Odd,
    };

    internal override void Finish(TaskId id)
    {
        if (Row(id) is { State: "enqueued" or "processing" })
        {
            emulator.Finish(Uid(id));
        }
    }

    internal override void Fail(TaskId id)
    {
        if (Row(id) is { State: "enqueued" or "processing" })
        {
            emulator.Fail(Uid(id));
        }
    }

    internal override void Remove(TaskId id)
    {
        if (Row(id) is { State: not "processing" })
        {
            emulator.Remove(Uid(id));
        }
    }

    // A request past all that watches and disturbs ours.
    internal override void CancelByOther(TaskId id)
    {
        isOther = true;
        try
        {
            var http = new HttpClient(emulator, disposeHandler: false) { BaseAddress = emulator.BaseAddress };

            // Answered before the call returns: nothing is in its way.
            _ = http.PostAsync(new Uri($"tasks/cancel?uids={id.Value}", UriKind.Relative), null);
        }
        finally
        {
            isOther = false;
        }
    }

    internal override void OnCancel(Action before, Action after)
    {
        emulator.BeforeCancel = _ => Unless(isOther, before);
        emulator.AfterCancel = _ => Unless(isOther, after);
    }

    internal override bool IsCancel(EmulatedRequest request) => request.Method == "POST" && request.Path == "/tasks/cancel";

    internal override bool IsOfOther(EmulatedRequest request) => isOther;

    internal override IReadOnlyCollection<string>? Names(EmulatedRequest request) => request.Path.Split('/') switch
    {
        [_, "tasks", not "cancel" and var uid] => [uid],
        _ => Values(request, "uids"),
    };

    internal override int PlaceIn(string body, TaskId id) => body.IndexOf($"\"uid\":{id.Value},", StringComparison.Ordinal);

    private static string Index(bool other) => other ? "books" : "movies";

    private static void Unless(bool condition, Action action)
    {
        if (!condition)
        {
            action();
        }
    }

    private static long Uid(TaskId id) => long.Parse(id.Value, CultureInfo.InvariantCulture);

    private MeilisearchRow? Row(TaskId id) => emulator.Rows.FirstOrDefault(row => row.Id == Uid(id));

    private long Start(MeilisearchTask seed)
    {
        var wasBusy = IsBusy;
        var uid = emulator.Add(seed);
        if (!wasBusy)
        {
            emulator.StartBatch(uid);
        }

        return uid;
    }

    private long AddEnded(MeilisearchTask seed, SceneKind kind) => emulator.Add(seed with
    {
        State = kind switch { SceneKind.Succeeded => "succeeded", SceneKind.Failed => "failed", _ => "canceled" },
        CanceledBy = kind == SceneKind.Canceled ? 0 : null,
        FinishedAt = emulator.ServerNow.AddMinutes(-1),
        StartedAt = emulator.ServerNow.AddMinutes(-2),
        EnqueuedAt = emulator.ServerNow.AddMinutes(-3),
    });
}
