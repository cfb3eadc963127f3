using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Soak;

/// <summary>What goes wrong on the way, by chance: in the service, in front of it, and on its connections. Counted by name.</summary>
internal sealed class SoakFaults
{
    private const double Chance = 0.008;

    private readonly Random random = new(20);
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>Faults of one service.</summary>
    internal void AddTo(ServiceEmulator emulator)
    {
        Rule("reset before acting").ResetBeforeActing();
        Rule("reset after acting").ResetAfterActing();
        Rule("body cut off").CutBodyAt(20);
        Rule("502").Respond(EmulatedReply.Html(502));
        Rule("502 after acting").ActThenRespond(EmulatedReply.Html(502));
        Rule("503").Respond(EmulatedReply.Html(503));
        Rule("429, Retry-After: 1").Respond(EmulatedReply.Text(429, "slow down", "text/plain").WithHeader("Retry-After", "1"));
        Rule("delayed request").Delay(TimeSpan.FromMilliseconds(60));
        Rule("delayed reply").DelayReply(TimeSpan.FromMilliseconds(60));
        Rule("delivered twice").Duplicate();

        FaultRule Rule(string name) => emulator.Faults.When(_ => Strikes(name));
    }

    /// <summary>Faults of a connection.</summary>
    internal void Strike(HttpContext context)
    {
        if (Strikes("connection closed after the reply"))
        {
            context.Response.Headers.Connection = "close";
        }

        if (Strikes("idle connection dropped"))
        {
            context.Response.OnCompleted(() =>
            {
                context.Abort();
                return Task.CompletedTask;
            });
        }

        if (Strikes("slow body"))
        {
            context.Response.Body = new SlowStream(context.Response.Body);
        }
    }

    private bool Strikes(string name)
    {
        lock (random)
        {
            if (random.NextDouble() >= Chance)
            {
                return false;
            }
        }

        counts.AddOrUpdate(name, 1, (_, count) => count + 1);
        return true;
    }
}
