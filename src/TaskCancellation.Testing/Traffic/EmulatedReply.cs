using System.Globalization;
using System.Net;
using System.Text;

namespace TaskCancellation.Testing;

/// <summary>The answer of an emulator or of a fault rule.</summary>
public sealed record EmulatedReply
{
    /// <summary>Gets the HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>Gets the body; empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets the Content-Type header verbatim; <see langword="null"/> for none.</summary>
    public string? ContentType { get; init; }

    /// <summary>Gets the other headers, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Gets after how many bytes of the body the connection breaks; <see langword="null"/> to send the whole body.</summary>
    public int? CutAt { get; init; }

    /// <summary>Gets the reason phrase of the status line; <see langword="null"/> for the usual one of the status.</summary>
    public string? ReasonPhrase { get; init; }

    /// <summary>Set while there is no answer yet; nothing else of such a reply counts.</summary>
    internal (TimeSpan After, Func<EmulatedReply> Look)? Pending { get; init; }

    /// <summary>Creates a reply with a JSON body, sent as <c>application/json</c> without a charset.</summary>
    public static EmulatedReply Json(int status, string json) => Text(status, json, "application/json");

    /// <summary>Creates a reply with a text body of any content type.</summary>
    public static EmulatedReply Text(int status, string text, string contentType) =>
        new() { Status = status, Body = Encoding.UTF8.GetBytes(text), ContentType = contentType };

    /// <summary>Creates a reply without a body.</summary>
    public static EmulatedReply Empty(int status) => new() { Status = status };

    /// <summary>Creates the page that a reverse proxy sends when the service behind it does not answer.</summary>
    public static EmulatedReply Html(int status) =>
        Text(status, $"<html>\r\n<head><title>{status} {(HttpStatusCode)status}</title></head>\r\n<body><center><h1>{status}</h1></center><hr><center>nginx</center></body>\r\n</html>\r\n", "text/html");

    /// <summary>Returns a copy of the reply with one more header.</summary>
    public EmulatedReply WithHeader(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };

    /// <summary>Returns a copy of the reply with a Retry-After header in whole seconds.</summary>
    public EmulatedReply WithRetryAfter(TimeSpan delay) =>
        WithHeader("Retry-After", ((long)delay.TotalSeconds).ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns a copy of the reply with a Retry-After header that holds a date on the server's clock.</summary>
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
