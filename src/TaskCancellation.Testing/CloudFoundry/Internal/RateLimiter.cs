using System.Globalization;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Counts requests per caller, and says what headers that means.</summary>
internal sealed class RateLimiter(CloudFoundryEmulator emulator)
{
    private static readonly string[] ExemptPaths = ["/", "/v3", "/v2/info", "/healthz"];
    private readonly Dictionary<string, (int Count, DateTimeOffset End)> windows = new(StringComparer.Ordinal);

    /// <summary>The headers for this request, and whether it is one too many.</summary>
    internal (IReadOnlyList<KeyValuePair<string, string>> Headers, bool IsExceeded) Count(EmulatedRequest request, Identity identity)
    {
        if (emulator.RateLimit is not { } settings || IsExempt(request.Path, identity.Caller))
        {
            return ([], false);
        }

        var now = emulator.ServerNow;
        var key = identity.Caller?.UserGuid ?? "anonymous";
        var (count, end) = windows.GetValueOrDefault(key);
        if (end <= now)
        {
            (count, end) = (0, Store.WholeSeconds(now) + TimeSpan.FromMinutes(settings.ResetIntervalInMinutes));
        }

        windows[key] = (++count, end);
        var limit = identity.Caller is null ? settings.UnauthenticatedLimit : settings.GeneralLimit;
        var isExceeded = count > limit;
        List<KeyValuePair<string, string>> headers =
        [
            new("X-RateLimit-Limit", Text(limit)),
            new("X-RateLimit-Remaining", Text(Estimate(limit - count, limit))),
            new("X-RateLimit-Reset", Text(end.ToUnixTimeSeconds())),
        ];
        if (isExceeded)
        {
            headers.Add(new("Retry-After", Text((long)Math.Ceiling((end - now).TotalSeconds))));
        }

        return (headers, isExceeded);
    }

    /// <summary>The 429, or the 401 that an invalid token turns it into.</summary>
    internal EmulatedReply Refuse(Identity identity)
    {
        if (identity.HasInvalidToken)
        {
            return Json.Error(Refusal.InvalidToken(), isV3: true);
        }

        var refusal = identity.Caller is not null
            ? Refusal.RateLimited()
            : Refusal.RateLimitedByAddress(emulator.Inferred("Rate Limit Exceeded: Unauthenticated requests from this IP address have exceeded the limit. Please log in."));

        // The limiter sits in front of what sets the content type of JSON.
        return Json.Error(refusal, isV3: true) with { ContentType = "text/plain; charset=utf-8" };
    }

    private static bool IsExempt(string path, Caller? caller) =>
        ExemptPaths.Contains(path)
        || path.StartsWith("/internal/", StringComparison.Ordinal)
        || caller?.Is(CloudFoundryRole.Admin, CloudFoundryRole.AdminReadOnly) == true;

    /// <summary>What is left, in steps of a tenth of the limit, rounded down.</summary>
    private static long Estimate(long left, long limit) => left <= 0 ? 0 : left * 10 / limit * limit / 10;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
