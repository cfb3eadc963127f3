using System.Globalization;
using System.Text;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Counts requests per caller, and returns the headers of the limit.</summary>
internal sealed class CloudFoundryRateLimiter(CloudFoundryEmulator emulator)
{
    private static readonly string[] ExemptPaths = ["/", "/v3", "/v2/info", "/healthz"];
    private readonly Dictionary<string, (int Count, DateTimeOffset End)> windows = new(StringComparer.Ordinal);

    /// <summary>The headers for this request, and whether it is one too many.</summary>
    internal (IReadOnlyList<KeyValuePair<string, string>> Headers, bool IsExceeded) Count(EmulatedRequest request, CloudFoundryIdentity identity)
    {
        if (emulator.RateLimit is not { } settings || IsExempt(request, identity.Caller))
        {
            return ([], false);
        }

        var now = emulator.ServerNow;
        var key = identity.Caller?.UserGuid ?? "anonymous";
        var (count, end) = windows.GetValueOrDefault(key);
        if (end <= now)
        {
            (count, end) = (0, NextEnd(key, now, settings.Window));
        }

        windows[key] = (++count, end);
        var (limit, global) = identity.Caller is null
            ? (settings.UnauthenticatedLimit, settings.GlobalUnauthenticatedLimit ?? settings.UnauthenticatedLimit)
            : (settings.GeneralLimit, settings.GlobalGeneralLimit ?? settings.GeneralLimit);
        var isExceeded = count > limit;
        List<KeyValuePair<string, string>> headers =
        [
            new("X-RateLimit-Limit", Text(global)),
            new("X-RateLimit-Remaining", Text(Estimate(limit - count, limit, global))),
            new("X-RateLimit-Reset", Text(end.ToUnixTimeSeconds())),
        ];
        if (isExceeded)
        {
            headers.Add(new("Retry-After", Text((long)Math.Ceiling((end - now).TotalSeconds))));
        }

        return (headers, isExceeded);
    }

    /// <summary>The 429, or the 401 that an invalid token turns it into. The limiter sits in front of what sets the content type of JSON, and only knows two versions.</summary>
    internal static EmulatedReply Refuse(EmulatedRequest request, CloudFoundryIdentity identity)
    {
        var refusal = identity switch
        {
            { HasInvalidToken: true } => CloudFoundryRefusal.InvalidToken(),
            { Caller: not null } => CloudFoundryRefusal.RateLimited(),
            _ => CloudFoundryRefusal.RateLimitedByAddress(),
        };
        var contentType = identity.HasInvalidToken ? "application/json" : "text/plain; charset=utf-8";
        return HasVersion(request)
            ? CloudFoundryJson.Error(refusal, isV3: request.Path[2] == '3') with { ContentType = contentType }
            : EmulatedReply.Text(refusal.Status, "null", contentType);
    }

    /// <summary>An invalid token outside the two versions is more than it is prepared for.</summary>
    internal static bool StumblesOver(EmulatedRequest request, CloudFoundryIdentity identity) => identity.HasInvalidToken && !HasVersion(request);

    private static bool HasVersion(EmulatedRequest request) =>
        request.Path.StartsWith("/v2", StringComparison.Ordinal) || request.Path.StartsWith("/v3", StringComparison.Ordinal);

    /// <summary>Some paths are exempt when they change nothing; Basic credentials are refused elsewhere.</summary>
    private static bool IsExempt(EmulatedRequest request, CloudFoundryCaller? caller) =>
        (ExemptPaths.Contains(request.Path) && request.RawQuery.Length == 0)
        || request.Path.StartsWith("/internal", StringComparison.Ordinal)
        || request.Header("Authorization")?.StartsWith("basic ", StringComparison.OrdinalIgnoreCase) == true
        || caller?.Is(CloudFoundryRole.Admin, CloudFoundryRole.AdminReadOnly) == true;

    /// <summary>Windows end at a phase that each caller has for ever, so that not all end at once: the first one can be very short.</summary>
    private static DateTimeOffset NextEnd(string caller, DateTimeOffset now, TimeSpan interval)
    {
        var length = (long)interval.TotalSeconds;
        var hash = Encoding.UTF8.GetBytes(caller).Aggregate(0UL, (sum, letter) => UuidSequence.Mix(sum ^ letter));
        var phase = (long)(hash % (ulong)length);
        var seconds = now.ToUnixTimeSeconds() - phase;
        return DateTimeOffset.FromUnixTimeSeconds(seconds - (seconds % length) + length + phase);
    }

    /// <summary>The share of the limit that is left, in tenths rounded down, of what all processes allow together.</summary>
    private static long Estimate(long left, long limit, long global) => left <= 0 ? 0 : left * 10 / limit * global / 10;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
