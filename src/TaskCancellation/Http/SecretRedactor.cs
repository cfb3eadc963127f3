using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace TaskCancellation.Http;

/// <summary>Removes the values of a credential from texts, in every form in which a page may echo them. A class, so that no ToString shows them.</summary>
internal sealed class SecretRedactor
{
    /// <summary>The replacement.</summary>
    internal const string Hidden = "***";

    // A shorter value may be part of any word: it is hidden only where it is a word by itself.
    private const int Recognizable = 6;
    private readonly string[] values;

    private SecretRedactor(IEnumerable<string> values) =>
        this.values = [.. values.Where(value => value.Length > 0).SelectMany(Forms).Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length)];

    internal static SecretRedactor None { get; } = new([]);

    /// <summary>The length of the longest form.</summary>
    internal int Longest => values is [var first, ..] ? first.Length : 0;

    /// <summary>Creates a redactor for the value of a header and other secrets of a request.</summary>
    /// <param name="header">A credential, with its scheme if it has one; null for none.</param>
    /// <param name="others">Passwords and tokens in the request's body.</param>
    internal static SecretRedactor Of(string? header, IEnumerable<string> others) => new([.. others, .. header is null ? [] : InHeader(header)]);

    /// <summary>Whether a text shows a secret in any form, or ends in the beginning of one.</summary>
    internal bool AreShownIn(string text) => Hide(text) != text;

    /// <summary>Returns the text without the secrets, and without the beginning of one at its end, where it may have been cut.</summary>
    internal string Hide(string text)
    {
        foreach (var value in values)
        {
            text = value.Length >= Recognizable
                ? text.Replace(value, Hidden, StringComparison.Ordinal)
                : Regex.Replace(text, $@"(?<!\w){Regex.Escape(value)}(?!\w)", Hidden, RegexOptions.CultureInvariant);
        }

        return values.Length == 0 ? text : HideBeginning(text);
    }

    private string HideBeginning(string text)
    {
        var end = text.EndsWith('…') ? text[..^1] : text;
        foreach (var value in values)
        {
            for (var length = Math.Min(value.Length - 1, end.Length); length >= Recognizable; length--)
            {
                if (end.AsSpan().EndsWith(value.AsSpan(0, length), StringComparison.Ordinal))
                {
                    return string.Concat(end.AsSpan(0, end.Length - length), Hidden, text.AsSpan(end.Length));
                }
            }
        }

        return text;
    }

    private static IEnumerable<string> InHeader(string header)
    {
        var value = header[(header.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        yield return value;

        // Basic credentials and keys of an id and a secret: the pair, and the secret alone.
        if (Pair(value) is { } pair)
        {
            yield return pair;
            yield return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
        }
    }

    private static string? Pair(string value)
    {
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length) is var text && text.Contains(':', StringComparison.Ordinal) ? text : null;
    }

    // Escapes may use hexadecimal digits of either case.
    private static IEnumerable<string> Forms(string value) =>
        Escaped(value).SelectMany(form => new[] { form, Regex.Replace(form, @"%[0-9A-F]{2}|\\u[0-9A-F]{4}", escape => escape.Value.ToLowerInvariant(), RegexOptions.CultureInvariant) });

    private static IEnumerable<string> Escaped(string value) =>
        [value, Uri.EscapeDataString(value), WebUtility.UrlEncode(value), WebUtility.HtmlEncode(value), JavaScriptEncoder.Default.Encode(value), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)];
}
