using System.Globalization;
using TaskCancellation.Parity.Tests.Comparing;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.CloudFoundry;

/// <content>Rate limits: requests that were kept back from the recording were sent all the same, and counted.</content>
internal sealed partial class CloudFoundryPlayer
{
    private const string Remaining = "X-RateLimit-Remaining";
    private const string Reset = "X-RateLimit-Reset";

    /// <summary>How many requests of a caller were counted in the window that ends then.</summary>
    private readonly Dictionary<string, (int Count, string Reset)> counted = new(StringComparer.Ordinal);

    protected override async Task<EmulatedAnswer> SendAsync(RecordedStep step) => Count(step, await base.SendAsync(step));

    /// <summary>Sends a request of the same caller that changes nothing.</summary>
    private async Task FillAsync(RecordedStep step)
    {
        using var request = CreateRequest(step);
        (request.Method, request.Content) = (HttpMethod.Get, null);
        using var response = await Client.SendAsync(request);
        Count(step, await EmulatedAnswer.ReadAsync(response));
    }

    private EmulatedAnswer Count(RecordedStep step, EmulatedAnswer answer)
    {
        if (answer.Headers.GetValueOrDefault(Reset) is { } reset)
        {
            var (count, last) = counted.GetValueOrDefault(CallerOf(step));
            counted[CallerOf(step)] = (reset == last ? count + 1 : 1, reset);
        }

        return answer;
    }

    /// <summary>Lets the window pass if the reply shows another one, and sends what must have been sent for so little to be left.</summary>
    private async Task CatchUpWithLimitsAsync(RecordedStep step)
    {
        if (emulator.RateLimit is not { } limits || step.ReplyHeaders.GetValueOrDefault(Remaining) is not { } recorded)
        {
            return;
        }

        var caller = CallerOf(step);
        var (count, reset) = counted.GetValueOrDefault(caller);
        if (reset is not null && Symbols.Find(step.ReplyHeaders[Reset].Trim('{', '}')) is null)
        {
            clock.Advance(DateTimeOffset.FromUnixTimeSeconds(long.Parse(reset, CultureInfo.InvariantCulture)) - clock.GetUtcNow() + Breath);
            count = 0;
        }

        var (limit, global) = caller.Length == 0
            ? (limits.UnauthenticatedLimit, limits.GlobalUnauthenticatedLimit ?? limits.UnauthenticatedLimit)
            : (limits.GeneralLimit, limits.GlobalGeneralLimit ?? limits.GeneralLimit);
        while (Left(limit - ++count, limit, global) > long.Parse(recorded, CultureInfo.InvariantCulture) || (step.ReplyHeaders.ContainsKey("Retry-After") && count <= limit))
        {
            await FillAsync(step);
        }
    }

    private static string CallerOf(RecordedStep step) => step.ReplyHeaders.GetValueOrDefault("X-USER-GUID") ?? "";

    private static long Left(long left, long limit, long global) => left <= 0 ? 0 : left * 10 / limit * global / 10;
}
