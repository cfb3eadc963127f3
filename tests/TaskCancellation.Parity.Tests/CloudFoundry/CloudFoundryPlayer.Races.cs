using TaskCancellation.Recordings;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Parity.Tests.CloudFoundry;

/// <content>Races: each outcome that was counted is brought about as often, and is to be the same here.</content>
internal sealed partial class CloudFoundryPlayer
{
    private async Task RaceAsync(RecordedStep step)
    {
        foreach (var outcome in RaceOutcome.Read(step))
        {
            for (var race = 0; race < outcome.Count; race++)
            {
                clock.Advance(Breath);
                await RaceAsync(outcome, FirstApp);
            }
        }
    }

    private async Task RaceAsync(RaceOutcome outcome, string app)
    {
        var made = await RequestAsync(HttpMethod.Post, $"/v3/apps/{app}/tasks", """{"command":"sleep 9","name":"r"}""");
        var task = CloudFoundryScript.Guid(made.Json)!;
        Arrange(outcome, task);
        for (var sent = 0; sent < outcome.Cancels; sent++)
        {
            var answer = await RequestAsync(HttpMethod.Post, $"/v3/tasks/{task}/actions/cancel");
            Check(outcome, "status", outcome.Status, answer.Status);
            if (outcome.Status == 202)
            {
                var shown = answer.Json!.Value;
                Check(outcome, "state", outcome.Shown, Text(shown, "state"));
                Check(outcome, "reason", outcome.ShownReason, Text(shown.GetProperty("result"), "failure_reason"));
            }
        }

        emulator.BetweenCheckAndCancel = null;
        emulator.AfterCancel = null;
        if (outcome is { Status: 202, Shown: "CANCELING", Final: not "CANCELING" })
        {
            Report(task, outcome.FinalReason);
        }

        clock.Advance(TimeSpan.FromMilliseconds(200));
        var row = emulator.Find(task)!;
        Check(outcome, "state in the end", outcome.Final, row.State);
        Check(outcome, "reason in the end", outcome.FinalReason, row.Failure);
    }

    /// <summary>Where the end lands: before the cancel, between its check and its lock, in Diego first, or before the answer.</summary>
    private void Arrange(RaceOutcome outcome, string task)
    {
        if (outcome.Status == 422)
        {
            Report(task, outcome.FinalReason);
        }
        else if (outcome.Final == "CANCELING")
        {
            emulator.BetweenCheckAndCancel = raced =>
            {
                Report(raced[0], outcome.FinalReason);
                HoldInDiego(outcome, raced[0]);
            };
        }
        else if (outcome.DiegoState is not null)
        {
            HoldInDiego(outcome, task);
            emulator.After(TimeSpan.FromMilliseconds(100), () => Report(task, outcome.FinalReason));
        }
        else if (outcome.Shown == outcome.Final)
        {
            emulator.AfterCancel = _ => Report(task, outcome.FinalReason);
        }
    }

    private void HoldInDiego(RaceOutcome outcome, string task)
    {
        if (outcome.DiegoState is { } state)
        {
            emulator.KnowInDiego(task, Enum.Parse<CloudFoundryDiegoState>(state));
        }
    }

    private static void Check<T>(RaceOutcome outcome, string what, T recorded, T actual)
    {
        if (!Equals(recorded, actual))
        {
            throw new InvalidOperationException($"{outcome}: {what} is {actual}.");
        }
    }
}
