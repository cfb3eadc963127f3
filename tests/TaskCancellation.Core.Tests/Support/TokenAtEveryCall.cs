
namespace TaskCancellation.Core.Tests;

/// <summary>Runs one call again and again, and fires the caller's token at its first request, at its second, and so on, until it passes undisturbed: before the request is answered, while it does not heed the token, and in the pause after it.</summary>
/// <param name="call">The call; what it returns is checked when the token comes too late.</param>
/// <param name="arrange">Sets the scene of each run.</param>
internal sealed class TokenAtEveryCall<T>(Func<ScriptedTaskClient, CancellationToken, Task<T>> call, Action<ScriptedTaskClient> arrange)
{
    private const int Limit = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Where in a request the token fires.</summary>
    internal enum Moment
    {
        Heeded,
        Unheeded,
        Later,
    }

    /// <summary>What a regular result must be.</summary>
    internal Action<ScriptedTaskClient, T> Check { get; init; } = (_, _) => { };

    /// <summary>What must hold when the call was ended by the token.</summary>
    internal Action<ScriptedTaskClient, OperationCanceledException> CheckCanceled { get; init; } = (_, _) => { };

    /// <summary>Requests may begin after the token: a run's cancel and its wait.</summary>
    internal bool GoesOn { get; init; }

    /// <summary>Returns how many runs the token ended.</summary>
    internal async Task<int> RunAsync()
    {
        var ended = 0;
        foreach (var moment in Enum.GetValues<Moment>())
        {
            var at = 0;
            for (bool? isEnded = false; isEnded is not null; at++)
            {
                Assert.That(at, Is.LessThan(Limit), "the call never passes");
                isEnded = await RunAsync(at, moment);
                ended += isEnded == true ? 1 : 0;
            }
        }

        return ended;
    }

    // Null: the call has ended before its nth request.
    private async Task<bool?> RunAsync(int nth, Moment moment)
    {
        var clock = TestClock.Create();
        var client = new ScriptedTaskClient(clock) { IsDeaf = moment == Moment.Unheeded };
        arrange(client);
        using var source = new CancellationTokenSource();
        var (requests, late, reached) = (0, 0, false);
        client.OnRequest = () =>
        {
            late += source.IsCancellationRequested ? 1 : 0;
            if (requests++ == nth)
            {
                reached = true;
                if (moment == Moment.Later)
                {
                    clock.CreateTimer(_ => source.Cancel(), null, Pause, Timeout.InfiniteTimeSpan);
                }
                else
                {
                    source.Cancel();
                }
            }
        };

        var about = $"token at request {nth}, {moment}";
        try
        {
            var result = await Task.Run(async () =>
            {
                var task = call(client, source.Token);
                await clock.AdvanceUntilCompletedAsync(task);
                return await task;
            });
            Check(client, result);
            Assert.That(late, GoesOn ? Is.GreaterThanOrEqualTo(0) : Is.Zero, about);
            return reached ? false : null;
        }
        catch (OperationCanceledException canceled)
        {
            Assert.That(reached, Is.True, about);
            Assert.That(canceled.CancellationToken, Is.EqualTo(source.Token), about);
            Assert.That(late, GoesOn ? Is.GreaterThanOrEqualTo(0) : Is.Zero, about);
            CheckCanceled(client, canceled);
            return true;
        }
    }
}
