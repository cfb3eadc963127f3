using System.Globalization;
using Microsoft.Extensions.Logging;

namespace TaskCancellation.Http;

/// <summary>The settings that all clients share: the endpoint, timeouts, and retries. Each service derives its own.</summary>
/// <remarks>The settings are read once, when a client is created; later changes have no effect. An invalid setting is reported by an <see cref="ArgumentException"/> from the constructor, or by an OptionsValidationException with dependency injection. Both name the setting.</remarks>
public abstract class TaskClientOptions
{
    private TimeSpan? attemptTimeout;

    /// <summary>Initializes a new instance of the <see cref="TaskClientOptions"/> class with the default settings.</summary>
    protected TaskClientOptions()
    {
    }

    /// <summary>Gets or sets the root address of the service, with a path if a proxy adds one. Required, unless the client is given an <see cref="HttpClient"/> with a base address.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets or sets whether a credential may be sent over plain http to another machine, where it can be read on the way. The default is <see langword="false"/>. Loopback addresses are always allowed.</summary>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>Gets or sets how long one call to the service may take in all, including retries and pauses. The default is five minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how long one attempt may take. The default is 30 seconds (Cloud Foundry 100, Veeva Vault 120).</summary>
    /// <remarks>When <see cref="Timeout"/> is shorter than the default, the default is <see cref="Timeout"/>. A value that is set and is longer than <see cref="Timeout"/> is an error.</remarks>
    public TimeSpan AttemptTimeout
    {
        get => attemptTimeout ?? (Timeout < DefaultAttemptTimeout ? Timeout : DefaultAttemptTimeout);
        set => attemptTimeout = value;
    }

    /// <summary>Gets or sets how often a request may be repeated after a transient failure, where repeating it is safe. The default is 3; 0 turns retries off.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>Gets or sets the delay before the first retry. The default is half a second. The delay doubles for each further retry, with jitter, up to ten seconds.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets or sets the longest Retry-After that a call waits for. The default is 30 seconds.</summary>
    /// <remarks>When the service asks for more, the call fails immediately, and the exception contains the time.</remarks>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the largest size of one reply in bytes, decompressed. The default is 64 MiB.</summary>
    public int MaxReplyBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets the factory of the client's loggers. With <see langword="null"/>, the default, nothing is logged. With dependency injection, the default is the factory of the container.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock of timeouts, pauses and waits; the system's by default.</summary>
    internal TimeProvider TimeProvider { get; private set; } = TimeProvider.System;

    /// <summary>The name that the client is registered by; null for a client that has none.</summary>
    internal string? Name { get; set; }

    /// <summary>Gets how long one attempt may take when <see cref="AttemptTimeout"/> is not set.</summary>
    protected internal virtual TimeSpan DefaultAttemptTimeout => TimeSpan.FromSeconds(30);

    /// <summary>Gets whether a credential is set, which must not be sent over plain http.</summary>
    protected internal abstract bool HasCredential { get; }

    /// <summary>Sets the clock that timeouts, pauses, and waits run on, for tests and simulations. The default is the system clock.</summary>
    /// <param name="timeProvider">The clock.</param>
    public void UseTimeProvider(TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        TimeProvider = timeProvider;
    }

    /// <summary>Finds the settings that are missing or invalid.</summary>
    /// <param name="endpoint">The endpoint that the client would use.</param>
    /// <returns>Pairs of a setting and a sentence that describes the problem; empty when all settings are valid.</returns>
    protected internal virtual IEnumerable<(string Setting, string Problem)> FindProblems(Uri? endpoint)
    {
        if (endpoint is null)
        {
            yield return (nameof(Endpoint), "Endpoint is required: the service's root address, such as https://service.example.com.");
        }
        else if (!endpoint.IsAbsoluteUri || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
        {
            yield return (nameof(Endpoint), $"Endpoint must be an absolute http or https address; it is '{Shown(endpoint)}'.");
        }
        else if (endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0 || endpoint.UserInfo.Length > 0)
        {
            yield return (nameof(Endpoint), $"Endpoint must be without user, query and fragment: {endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}. The credential has settings of its own.");
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
            throw new SettingException($"{NameOf(GetType(), "")}: {problem}", setting);
        }
    }

    /// <summary>The options in words: their type, and their name where they have one.</summary>
    internal static string NameOf(Type type, string name) => name.Length == 0 ? type.Name : $"{type.Name} '{name}'";

    // An address with a user may hold a password.
    private static string Shown(Uri endpoint) => endpoint.OriginalString.LastIndexOf('@') is >= 0 and var at ? "…" + endpoint.OriginalString[at..] : endpoint.OriginalString;

    // A number without colons, as people write seconds, is read as days.
    private static string Shown(TimeSpan value) => value.Days > 0 && value == TimeSpan.FromDays(value.Days)
        ? string.Create(CultureInfo.InvariantCulture, $"it is {value.Days} days. In configuration, a bare number is a number of days: 30 seconds are 00:00:30")
        : $"it is {value:c}";
}

/// <summary>A setting is missing or invalid. The message names it already, as a setting and not as a parameter.</summary>
internal sealed class SettingException(string problem, string setting) : ArgumentException(problem, setting)
{
    public override string Message { get; } = problem;
}
