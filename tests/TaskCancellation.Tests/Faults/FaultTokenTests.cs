using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Faults;

/// <summary>The caller's token fires at each request of each verb: before the service sees it, after it has acted, and in the pause that follows.</summary>
[Category("Faults")]
[NonParallelizable]
internal sealed class FaultTokenTests
{
    private const int MostRequests = 40;
    private static readonly Fault None = new("none", call => call.ActAsync());
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>When it fires.</summary>
    public enum Moment
    {
        /// <summary>As the request is sent.</summary>
        Before,

        /// <summary>As the reply is sent.</summary>
        After,

        /// <summary>A moment after the reply.</summary>
        Pause,
    }

    private static IEnumerable<TestCaseData> Cases() =>
        from verb in FaultVerb.All
        from service in Services.All
        where !verb.IsAtServer || Services.Create(service).Client.Capabilities.CancelsByFilter
        from moment in Enum.GetValues<Moment>()
        select new TestCaseData(service, verb, moment);

    [TestCaseSource(nameof(Cases))]
    public async Task A_call_ends_with_its_token_and_cancels_nothing_else(string service, FaultVerb verb, Moment moment)
    {
        var (cells, wrongs, hasFired) = (0, new List<string>(), true);
        for (var at = 1; hasFired && at <= MostRequests; at++)
        {
            (hasFired, var wrong) = await PlayAsync(service, verb, moment, at);
            cells += hasFired ? 1 : 0;
            wrongs.AddRange(wrong.Select(text => $"at request {at}: {text}"));
        }

        FaultTally.Add(cells, wrongs.Count);
        Assert.That(cells > 0, Is.EqualTo((service, verb.IsPrepared) != ("TopazImage", true)), "only what Topaz has canceled needs no wait");
        Assert.That(wrongs, Is.Empty);
    }

    private static async Task<(bool HasFired, IReadOnlyList<string> Wrongs)> PlayAsync(string service, FaultVerb verb, Moment moment, int at)
    {
        await using var scene = new FaultScene(service);
        using var source = new CancellationTokenSource();
        var (wrongs, hasFired, requests) = (new List<string>(), false, 0);
        scene.Token = source.Token;
        await scene.SetAsync(verb, None, FaultExtent.Always);
        scene.AtRequest = (number, hasActed) =>
        {
            if (number == at && hasActed == (moment != Moment.Before))
            {
                if (moment == Moment.Pause)
                {
                    scene.Service.Clock.CreateTimer(_ => Fire(), null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                }
                else
                {
                    Fire();
                }
            }
        };
        var began = scene.Service.Clock.GetUtcNow();
        object? given = null;
        try
        {
            var calling = verb.CallAsync(scene);
            await scene.Service.RunAsync(calling);
            given = await calling;
        }
        catch (OperationCanceledException ended) when (hasFired)
        {
            given = ended;
        }
        catch (RunTimeoutException late) when (verb.Name == "run")
        {
            // The time of the run was up before the token fired: its task is being canceled already.
            given = late;
        }
        catch (Exception thrown)
        {
            wrongs.Add(thrown.ToString());
        }

        // The token of a run is the order to cancel its task.
        if (hasFired && verb.Name != "run" && scene.Requests > requests)
        {
            wrongs.Add($"{scene.Requests - requests} requests after the token had fired");
        }

        if (scene.Service.Clock.GetUtcNow() - began > Longest)
        {
            wrongs.Add($"took {scene.Service.Clock.GetUtcNow() - began}");
        }

        await scene.Service.PassAsync(TimeSpan.FromHours(2));
        var meant = verb.Cancels(scene);
        wrongs.AddRange(scene.All.Append(scene.Bystander).Except(meant).Where(id => scene.Service.Truth(id) is TaskState.Canceled or TaskState.Canceling).Select(id => $"{id} was canceled and was not meant"));
        var outcomes = given switch
        {
            CancellationOperation operation => operation.Accepted.Outcomes,
            CancellationReport report => report.Outcomes,
            List<CancellationOutcome> list => list,
            RunCanceledException { Outcome: { } outcome } => [outcome],
            RunTimeoutException { Outcome: { } outcome } => [outcome],
            _ => [],
        };
        wrongs.AddRange(outcomes.Select(outcome => Truths.ContradictionInTheEnd(scene.Service, outcome, wasCanceled: verb.IsPrepared, wasRemoved: false)).OfType<string>());
        return (hasFired, wrongs);

        void Fire()
        {
            (hasFired, requests) = (true, scene.Requests);
            source.Cancel();
        }
    }
}
