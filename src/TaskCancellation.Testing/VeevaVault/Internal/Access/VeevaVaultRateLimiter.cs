namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The three limits: requests of the vault, logins of a user, reads of a job's status.</summary>
internal sealed class VeevaVaultRateLimiter(VeevaVaultEmulator emulator)
{
    private static readonly TimeSpan RequestWindow = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LoginWindow = TimeSpan.FromMinutes(1);

    private readonly RequestWindows requests = new();
    private readonly RequestWindows logins = new();
    private readonly Dictionary<string, DateTimeOffset> polls = new(StringComparer.Ordinal);

    /// <summary>Counts a request, and gives how many are left; too many are delayed, never refused.</summary>
    internal int CountRequest(VeevaVaultCall call)
    {
        var limit = emulator.BurstLimit;
        var left = limit.Requests - Count(requests, "", RequestWindow);
        if (left < 0)
        {
            call.Delay = limit.Delay;
        }

        return Math.Max(0, left);
    }

    internal void CountLogin(VeevaVaultCall call, string user, string host)
    {
        var limit = emulator.LoginLimit;
        var count = Count(logins, $"{user}\n{host}", LoginWindow);
        if (count > limit.Requests)
        {
            throw VeevaVaultRefusal.LimitExceeded();
        }

        if (count * 2 > limit.Requests)
        {
            call.Delay += limit.Delay;
        }
    }

    /// <summary>A refused read does not prolong the wait.</summary>
    internal void CountPoll(string jobId)
    {
        if (emulator.PollLimit == VeevaVaultPollLimit.None)
        {
            return;
        }

        var key = emulator.PollLimit == VeevaVaultPollLimit.PerJob ? jobId : "";
        if (polls.TryGetValue(key, out var served) && emulator.ServerNow - served < emulator.PollInterval)
        {
            throw VeevaVaultRefusal.LimitExceeded();
        }

        polls[key] = emulator.ServerNow;
    }

    /// <summary>Windows begin at full multiples of their length.</summary>
    private int Count(RequestWindows windows, string key, TimeSpan length)
    {
        var now = emulator.ServerNow;
        return windows.Count(key, now, now.AddTicks(length.Ticks - (now.UtcTicks % length.Ticks))).Count;
    }
}
