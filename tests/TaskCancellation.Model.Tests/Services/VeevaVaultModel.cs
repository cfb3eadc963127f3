using System.Globalization;
using System.Text.RegularExpressions;
using TaskCancellation.Testing;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Model.Tests.Services;

/// <summary>Vault: what has begun cannot be canceled, what is being canceled always ends so, and a job shows its status once in ten seconds.</summary>
internal sealed partial class VeevaVaultModel(TimeProvider clock) : ServiceModel
{
    private readonly VeevaVaultEmulator emulator = new(clock);

    internal override ServiceEmulator Emulator => emulator;

    internal override bool RefusesVaguely => true;

    internal override TimeSpan LookInterval => TimeSpan.FromSeconds(10);

    internal override bool HidesTasks => true;

    internal override TaskId UnknownId => 999_999;

    internal override bool HidesByDenial => true;

    internal override EmulatedReply Denied => EmulatedReply.Json(200, """{"responseStatus":"FAILURE","errors":[{"type":"INSUFFICIENT_ACCESS","message":"refused"}]}""");

    internal override EmulatedReply Rejected => EmulatedReply.Json(200, """{"responseStatus":"FAILURE","errors":[{"type":"PARAMETER_REQUIRED","message":"refused"}]}""");

    internal override EmulatedReply Throttled => EmulatedReply.Text(429, "slow down", "text/plain");

    internal override TaskClient CreateClient(HttpClient http, TimeProvider time) =>
        new VeevaVaultTaskClient(http, Configure(new VeevaVaultTaskClientOptions { SessionId = VeevaVaultEmulator.AdminSession }, time));

    internal override TaskId? Add(SceneKind kind, bool other, TimeSpan time)
    {
        var job = new VeevaVaultTask { Title = Title(other) };
        switch (kind)
        {
            case SceneKind.Running:
                return emulator.Add(job);
            case SceneKind.Pending:
                return emulator.Add(job with { State = "SCHEDULED" });
            case SceneKind.Fixed:
                return emulator.Add(job with { State = "RUNNING" });
            case SceneKind.SlowToStop:
                return emulator.Add(job with { CancelDelay = time });
            case SceneKind.Stuck:
                return emulator.Add(job with { CancelDelay = null });
            case SceneKind.RunsFor:
                return emulator.Add(job with { StartDelay = time / 2, RunDuration = time / 2 });
            case SceneKind.FailsAfter:
                return emulator.Add(job with { StartDelay = time / 2, RunDuration = time / 2, Ending = "ERRORS_ENCOUNTERED" });
            case SceneKind.Canceling:
                var canceling = emulator.Add(job with { CancelDelay = time });
                emulator.SetState(canceling, "CANCELLING");
                return canceling;
            case SceneKind.Unknown:
                return emulator.Add(job with { State = "HIBERNATING" });
            case SceneKind.Succeeded:
                return emulator.Add(job with { State = "SUCCESS" });
            case SceneKind.Failed:
                return emulator.Add(job with { State = "ERRORS_ENCOUNTERED" });
            case SceneKind.Canceled:
                return emulator.Add(job with { State = "CANCELLED" });
            case SceneKind.Gone:
                var gone = emulator.Add(job);
                emulator.Remove(gone);
                return gone;
            default:
                return null;
        }
    }

    internal override TaskFilter FilterBy(bool other) => new() { Names = [Title(other)] };

    internal override Mark ReadResult(TaskId id) => emulator.Find(Number(id))?.State switch
    {
        null => Mark.Absent,
        "SCHEDULED" or "QUEUEING" or "QUEUED" => Mark.Waiting,
        "RUNNING" => Mark.Working,
        "CANCELLING" => Mark.Stopping,
        "SUCCESS" => Mark.Done,
        "ERRORS_ENCOUNTERED" or "TIMEOUT" or "COMPLETED_DUE_TO_INACTIVITY" or "MISSED_SCHEDULE" or "FAILED_TO_RUN" => Mark.Broken,
        "CANCELLED" => Mark.Stopped,
        _ => Mark.Odd,
    };

    internal override bool Resists(SceneKind kind, Mark mark) => mark is Mark.Working or Mark.Stopping or Mark.Odd;

    internal override void Finish(TaskId id) => IfThere(id, () => emulator.Finish(Number(id)));

    internal override void Fail(TaskId id) => IfThere(id, () => emulator.Fail(Number(id)));

    internal override void Remove(TaskId id) => IfThere(id, () => emulator.Remove(Number(id)));

    internal override void CancelByOther(TaskId id)
    {
        if (ReadResult(id) is Mark.Waiting)
        {
            emulator.SetState(Number(id), "CANCELLED");
        }
    }

    internal override void OnCancel(Action before, Action after)
    {
        emulator.BeforeCancel = _ => before();
        emulator.AfterCancel = _ => after();
    }

    internal override bool IsCancel(EmulatedRequest request) => request.Method == "POST" && request.Path.EndsWith("/actions/cancel", StringComparison.Ordinal);

    internal override IReadOnlyCollection<string>? Names(EmulatedRequest request) => IsCancel(request)
        ? [.. Numbers().Matches(request.BodyText).Select(match => match.Value)]
        : request.Path.Split('/') is [_, "api", _, "services", "jobs", not ("monitors" or "histories") and var id] ? [id] : null;

    internal override bool IsTurnedAway(string body) => body.Contains("API_LIMIT_EXCEEDED", StringComparison.Ordinal);

    internal override int PlaceIn(string body, TaskId id) => Math.Max(body.IndexOf($"\"job_id\":{id.Value},", StringComparison.Ordinal), body.IndexOf($"\"id\":{id.Value},", StringComparison.Ordinal));

    private static string Title(bool other) => other ? "Weekly Report" : "Nightly Sync";

    private static long Number(TaskId id) => long.Parse(id.Value, CultureInfo.InvariantCulture);

    private void IfThere(TaskId id, Action act)
    {
        if (emulator.Find(Number(id)) is not null)
        {
            act();
        }
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();
}
