using System.Globalization;
using System.Net;
using System.Text;

namespace TaskCancellation.Testing;

/// <summary>What an emulator, or a fault rule, answers.</summary>
public sealed record EmulatedReply
{
    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The body; empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The Content-Type header verbatim, or null for none.</summary>
    public string? ContentType { get; init; }

    /// <summary>Further headers, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>After how many bytes of the body the connection breaks; null to send it whole.</summary>
    public int? CutAt { get; init; }

    /// <summary>The reason phrase of the status line; null for the usual one of the status.</summary>
    public string? ReasonPhrase { get; init; }

    /// <summary>Set while there is no answer yet; nothing else of such a reply counts.</summary>
    internal (TimeSpan After, Func<EmulatedReply> Look)? Pending { get; init; }

    /// <summary>A body of JSON, as application/json without a charset.</summary>
    public static EmulatedReply Json(int status, string json) => Text(status, json, "application/json");

    /// <summary>A body of text under any content type.</summary>
    public static EmulatedReply Text(int status, string text, string contentType) =>
        new() { Status = status, Body = Encoding.UTF8.GetBytes(text), ContentType = contentType };

    /// <summary>No body.</summary>
    public static EmulatedReply Empty(int status) => new() { Status = status };

    /// <summary>The page a reverse proxy sends when what is behind it does not answer.</summary>
    public static EmulatedReply Html(int status) =>
        Text(status, $"<html>\r\n<head><title>{status} {(HttpStatusCode)status}</title></head>\r\n<body><center><h1>{status}</h1></center><hr><center>nginx</center></body>\r\n</html>\r\n", "text/html");

    /// <summary>The same reply with one more header.</summary>
    public EmulatedReply WithHeader(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };

    /// <summary>The same reply with a Retry-After in whole seconds.</summary>
    public EmulatedReply WithRetryAfter(TimeSpan delay) =>
        WithHeader("Retry-After", ((long)delay.TotalSeconds).ToString(CultureInfo.InvariantCulture));

    /// <summary>The same reply with a Retry-After as a date, on the server's clock.</summary>
    public EmulatedReply WithRetryAfter(DateTimeOffset instant) =>
        WithHeader("Retry-After", instant.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture));

    /// <summary>The service has acted and answers only later, a request that waits on the server: after so long on the clock, it looks again, under the emulator's lock.</summary>
    internal static EmulatedReply Later(TimeSpan after, Func<EmulatedReply> look)
    {
        // Delays are counted in whole milliseconds, and one of none would look again at the same instant for ever.
        var whole = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(after.TotalMilliseconds)));
        return new() { Status = 0, Pending = (whole, look) };
    }

    /// <summary>The reply edited, when it is there.</summary>
    internal EmulatedReply Then(Func<EmulatedReply, EmulatedReply> edit) =>
        Pending is { } pending ? Later(pending.After, () => pending.Look().Then(edit)) : edit(this);

    internal HttpResponseMessage ToResponse(HttpRequestMessage request, DateTimeOffset serverNow)
    {
        var response = new HttpResponseMessage((HttpStatusCode)Status)
        {
            ReasonPhrase = ReasonPhrase,
            RequestMessage = request,
            Content = CutAt is { } cut ? new CutContent(Body, cut) : new ReadOnlyMemoryContent(Body),
        };
        response.Headers.Date = serverNow;
        if (ContentType is not null)
        {
            response.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        foreach (var (name, value) in Headers)
        {
            if (name.Equals("Date", StringComparison.OrdinalIgnoreCase))
            {
                response.Headers.Remove(name);
            }

            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }
}
