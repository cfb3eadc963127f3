namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The three limits: requests of the vault, logins of a user, reads of a job's status.</summary>
internal sealed class Limits(VeevaVaultEmulator emulator)
{
    private readonly Windows requests = new(TimeSpan.FromMinutes(5));
    private readonly Windows logins = new(TimeSpan.FromMinutes(1));
    private readonly Dictionary<string, DateTimeOffset> polls = new(StringComparer.Ordinal);

    /// <summary>Counts a request, and gives how many are left; too many are delayed, never refused.</summary>
    internal int CountRequest(Call call)
    {
        var limit = emulator.BurstLimit;
        var left = limit.Limit - requests.Count("", emulator.ServerNow);
        if (left < 0)
        {
            call.Delay = TimeSpan.FromMilliseconds(limit.DelayInMilliseconds);
        }

        return Math.Max(0, left);
    }

    internal void CountLogin(Call call, string user, string host)
    {
        var limit = emulator.LoginLimit;
        var count = logins.Count($"{user}\n{host}", emulator.ServerNow);
        if (count > limit.Limit)
        {
            throw Refusal.LimitExceeded();
        }

        if (count * 2 > limit.Limit)
        {
            call.Delay += TimeSpan.FromMilliseconds(limit.DelayInMilliseconds);
        }
    }

    /// <summary>A refused read does not prolong the wait.</summary>
    internal void CountPoll(string jobId)
    {
        if (emulator.PollLimit == VeevaVaultPollLimit.Off)
        {
            return;
        }

        var key = emulator.PollLimit == VeevaVaultPollLimit.PerJob ? jobId : "";
        if (polls.TryGetValue(key, out var served) && emulator.ServerNow - served < emulator.PollInterval)
        {
            throw Refusal.LimitExceeded();
        }

        polls[key] = emulator.ServerNow;
    }
}
