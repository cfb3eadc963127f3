using System.Text;

namespace TaskCancellation.Http;

/// <summary>Says of an unsuccessful reply without the service's own error what can be said.</summary>
internal static class IntermediaryReply
{
    private const int MostWords = 200;
    private const int MostReason = 60;

    /// <summary>The status, and the words of a body that is plain text; of a page, that it is one; of a redirect, where to.</summary>
    internal static string Describe(string service, HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var reason = SafeText.Of(response.ReasonPhrase ?? "", MostReason);
        var answered = $"{service} answered {(int)response.StatusCode} {reason}".TrimEnd();
        var text = body[..Math.Min(body.Length, MostWords * 4)].Trim(" \t\r\n"u8);
        return response.Headers.Location is { } target ? $"{answered}, a redirect to {Place(target)}, which is not followed."
            : text.IsEmpty ? $"{answered}."
            : IsWords(text) ? $"{answered}: {SafeText.Of(Encoding.UTF8.GetString(text), MostWords).TrimEnd('.')}."
            : $"{answered}, with {response.Content.Headers.ContentType?.MediaType ?? "something"} that is not the service's own.";
    }

    private static bool IsWords(ReadOnlySpan<byte> text) => text[0] != '<' && !text.ContainsAnyInRange((byte)0, (byte)8);

    // Its query may hold what only the browser should know.
    private static string Place(Uri target) => target.OriginalString.Split('?', '#')[0];
}
