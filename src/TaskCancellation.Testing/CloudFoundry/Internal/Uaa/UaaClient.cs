using System.Text;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A program that asks the UAA for tokens, as it shows itself: by Basic, or in the form.</summary>
internal sealed record UaaClient(string Id, string Secret)
{
    /// <summary>The client of the command line: public, its secret empty.</summary>
    internal static readonly UaaClient CommandLine = new("cf", "");

    /// <summary>Every way to read what is shown: Basic credentials may be form-encoded, or not.</summary>
    internal static IEnumerable<UaaClient> ShownBy(EmulatedRequest request, Func<string, string?> field)
    {
        if (Basic(request.Header("Authorization")) is { } basic)
        {
            yield return basic;
            yield return new(Unescape(basic.Id), Unescape(basic.Secret));
        }
        else if (field("client_id") is { } id)
        {
            yield return new(id, field("client_secret") ?? "");
        }
    }

    private static UaaClient? Basic(string? header)
    {
        var bytes = new byte[header?.Length ?? 0];
        if (header?.StartsWith("basic ", StringComparison.OrdinalIgnoreCase) != true
            || !Convert.TryFromBase64String(header["basic ".Length..], bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : new(text[..colon], text[(colon + 1)..]);
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
