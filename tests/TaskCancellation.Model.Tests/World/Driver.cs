namespace TaskCancellation.Model.Tests.World;

/// <summary>Lets time pass until a call has ended. Everything happens on one thread, but for a canceled pause, which takes a detour over the thread pool and is waited for.</summary>
internal sealed class Driver(Stage stage)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private const int MostSteps = 20_000;
    private static readonly TimeSpan LongestCall = TimeSpan.FromDays(2);

    internal void Run(Task work, Call call)
    {
        var limit = stage.Clock.Elapsed + LongestCall;
        for (var steps = 0; !work.IsCompleted; steps++)
        {
            if (steps == MostSteps)
            {
                stage.Wrong($"{call} goes on for ever");
                return;
            }

            var pauses = stage.Clock.Pauses;
            var givenUp = stage.GivenUp;
            var fired = stage.Clock.FireNext(limit);
            if (stage.Hops.TakeExpected())
            {
                SpinWait.SpinUntil(() => work.IsCompleted || stage.Hops.HaveSettled, Patience);
                continue;
            }

            // The end of a grace that ends no request sends nothing over the thread pool that anyone waits for.
            if (fired == ModelClock.Fired.Timeout && call.GraceEndsAt == stage.Clock.Elapsed && stage.GivenUp == givenUp)
            {
                continue;
            }

            if (call.TokenFiredAt is not null)
            {
                Await(work, call);
                return;
            }

            if (fired == ModelClock.Fired.Timeout)
            {
                SpinWait.SpinUntil(() => work.IsCompleted || stage.Clock.Pauses != pauses, TimeSpan.FromMilliseconds(200));
            }
            else if (fired == ModelClock.Fired.Nothing && !work.IsCompleted && stage.Clock.Pauses == pauses)
            {
                Await(work, call);
                return;
            }
        }
    }

    private void Await(Task work, Call call)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!work.IsCompleted && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            Thread.Yield();
        }

        if (!work.IsCompleted)
        {
            stage.Wrong($"{call} does not end{(call.TokenFiredAt is null ? "" : " although its token has fired")}");
        }
    }
}
