using System.Globalization;
using Microsoft.Extensions.Logging;

namespace TaskCancellation.Http;

/// <summary>What every client needs to know: where, how long, how often. Services derive their own.</summary>
/// <remarks>Read once, when a client is made; later changes have no effect. A wrong setting is an <see cref="ArgumentException"/> from a constructor, an OptionsValidationException with dependency injection; both name the setting.</remarks>
public abstract class TaskClientOptions
{
    private TimeSpan? attemptTimeout;

    /// <summary>Initializes the settings with their defaults.</summary>
    protected TaskClientOptions()
    {
    }

    /// <summary>The service's root address, with a path if a proxy adds one. Required, unless the client is given an <see cref="HttpClient"/> with a base address.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Allows a credential over plain http to another machine, where whoever listens can read it. Off by default; loopback needs no permission.</summary>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>How long one call to the service may take in all, retries and pauses included. Five minutes by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how long one attempt may take. 30 seconds by default (Cloud Foundry 100, Veeva Vault 120), or <see cref="Timeout"/> where that is shorter; a longer one that is set is an error.</summary>
    public TimeSpan AttemptTimeout
    {
        get => attemptTimeout ?? (Timeout < DefaultAttemptTimeout ? Timeout : DefaultAttemptTimeout);
        set => attemptTimeout = value;
    }

    /// <summary>How often a request may be repeated after a passing failure, where repeating it is safe. 3 by default; 0 for never.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>The pause before the first repetition; it doubles from there, with jitter, to at most ten seconds. Half a second by default.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest Retry-After that is waited out. When the service asks for more, the call fails at once and the exception says how long. 30 seconds by default.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes of one reply, decompressed. 64 MiB by default.</summary>
    public int MaxReplyBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets where the client logs to. <see langword="null"/> (the default) for nowhere; with dependency injection, the container's.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock of timeouts, pauses and waits; the system's by default.</summary>
    internal TimeProvider TimeProvider { get; private set; } = TimeProvider.System;

    /// <summary>Gets how long one attempt may take unless <see cref="AttemptTimeout"/> is set.</summary>
    protected internal virtual TimeSpan DefaultAttemptTimeout => TimeSpan.FromSeconds(30);

    /// <summary>Gets whether a credential is set, which must not travel over plain http.</summary>
    protected internal abstract bool HasCredential { get; }

    /// <summary>Runs timeouts, pauses and waits on that clock: for tests and simulations.</summary>
    public void UseTimeProvider(TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        TimeProvider = timeProvider;
    }

    /// <summary>What is wrong with the settings, at that endpoint: pairs of a setting and a sentence. Empty when all is well.</summary>
    protected internal virtual IEnumerable<(string Setting, string Problem)> FindProblems(Uri? endpoint)
    {
        if (endpoint is null)
        {
            yield return (nameof(Endpoint), "Endpoint is required: the service's root address.");
        }
        else if (!endpoint.IsAbsoluteUri || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
        {
            yield return (nameof(Endpoint), $"Endpoint must be an absolute http or https address; it is '{endpoint.OriginalString}'.");
        }
        else if (endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0 || endpoint.UserInfo.Length > 0)
        {
            yield return (nameof(Endpoint), "Endpoint must be without user, query and fragment; give the credential as Credential.");
        }
        else if (HasCredential && !AllowInsecureHttp && endpoint.Scheme == Uri.UriSchemeHttp && !endpoint.IsLoopback)
        {
            yield return (nameof(Endpoint), $"Endpoint is plain http to another machine ({endpoint.Authority}), and the credential could be read on the way. Use https, or set AllowInsecureHttp.");
        }

        foreach (var (setting, value) in new[] { (nameof(Timeout), Timeout), (nameof(AttemptTimeout), AttemptTimeout) })
        {
            if (value < TimeSpan.FromMilliseconds(10) || value > TimeSpan.FromDays(1))
            {
                yield return (setting, $"{setting} must be from 10 milliseconds to a day; {Shown(value)}.");
            }
        }

        foreach (var (setting, value) in new[] { (nameof(RetryDelay), RetryDelay), (nameof(MaxRetryAfter), MaxRetryAfter) })
        {
            if (value < TimeSpan.Zero || value > TimeSpan.FromDays(1))
            {
                yield return (setting, $"{setting} must be from zero to a day; {Shown(value)}.");
            }
        }

        if (AttemptTimeout > Timeout)
        {
            yield return (nameof(AttemptTimeout), $"AttemptTimeout ({AttemptTimeout:c}) must not be longer than Timeout ({Timeout:c}), which holds for all attempts together.");
        }

        if (MaxRetries is < 0 or > 20)
        {
            yield return (nameof(MaxRetries), $"MaxRetries must be from 0 to 20; it is {MaxRetries}.");
        }

        if (MaxReplyBytes is < 1024 or > 1024 * 1024 * 1024)
        {
            yield return (nameof(MaxReplyBytes), $"MaxReplyBytes must be from 1024 to 1 GiB; it is {MaxReplyBytes}.");
        }
    }

    /// <summary>Throws for the first problem.</summary>
    internal void Check(Uri? endpoint)
    {
        foreach (var (setting, problem) in FindProblems(endpoint))
        {
            throw new ArgumentException($"{NameOf(GetType(), "")}: {problem}", setting);
        }
    }

    /// <summary>The options in words: their type, and their name where they have one.</summary>
    internal static string NameOf(Type type, string name) => name.Length == 0 ? type.Name : $"{type.Name} '{name}'";

    // A number without colons, as people write seconds, is read as days.
    private static string Shown(TimeSpan value) => value.Days > 0 && value == TimeSpan.FromDays(value.Days)
        ? string.Create(CultureInfo.InvariantCulture, $"it is {value.Days} days. In configuration, a bare number is a number of days: 30 seconds are 00:00:30")
        : $"it is {value:c}";
}
