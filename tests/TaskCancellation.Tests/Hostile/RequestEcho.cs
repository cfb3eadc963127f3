using System.Net;
using System.Text;
using System.Text.Json;

namespace TaskCancellation.Tests.Hostile;

/// <summary>What a debug page or a gateway shows of a request: its head and its body, credential and all, in the forms in which such pages write them.</summary>
internal sealed class RequestEcho(string head, string body)
{
    /// <summary>Takes a request that goes no further: its body can be read only once.</summary>
    internal static async Task<RequestEcho> OfAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var head = new StringBuilder($"{request.Method} {request.RequestUri} HTTP/1.1\r\n");
        foreach (var header in request.Headers.NonValidated)
        {
            head.Append(header.Key).Append(": ").Append(header.Value.ToString()).Append("\r\n");
        }

        return new RequestEcho(head.ToString(), request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "");
    }

    /// <summary>The credential as it was sent, or what else stands in the head of the request.</summary>
    internal string Credential => head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Authorization: ", StringComparison.Ordinal) || line.StartsWith("X-API-Key: ", StringComparison.Ordinal)) is { } line
        ? line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]
        : body.Length > 0 ? body : "none";

    /// <summary>All of it, as one text.</summary>
    internal string Text => $"{head}\r\n{body}";

    /// <summary>A page or an envelope that shows it.</summary>
    internal HostileReply Reply(string service, Random random)
    {
        var status = (int[])[200, 400, 401, 403, 404, 405, 409, 413, 429, 431, 500, 502, 503, 504];
        var chosen = status[random.Next(status.Length)];
        return random.Next(9) switch
        {
            0 => Of(chosen, "text/plain", Text),
            1 => Of(chosen, "text/html", $"<html><body><h1>Error</h1><pre>{WebUtility.HtmlEncode(Text)}</pre></body></html>"),
            2 => Of(chosen, "application/json", JsonSerializer.Serialize(new { headers = head.Split("\r\n"), form = body })),
            3 => Of(chosen, "application/json", JsonSerializer.Serialize(new { error = Text, message = Text, code = Credential })),
            4 => Of(chosen, "text/plain", WebUtility.UrlEncode(Text)),
            5 => Of(chosen, "text/plain", new string(' ', random.Next(4_200)) + Text),
            6 => Of(chosen, "text/plain", Text[..random.Next(Text.Length)]),
            7 => OwnErrors.Of(service, random, Credential),
            _ => OwnErrors.Of(service, random, Text),
        };
    }

    private static HostileReply Of(int status, string type, string body) => new(status, type, Encoding.UTF8.GetBytes(body));
}
