namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Fields of a query string, of a form, or of a multipart form; of a field given twice, the last counts.</summary>
internal static class Form
{
    internal static Dictionary<string, string> Parse(string raw)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var piece in raw.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            fields[Decode(equals < 0 ? piece : piece[..equals])] = equals < 0 ? "" : Decode(piece[(equals + 1)..]);
        }

        return fields;
    }

    internal static Dictionary<string, string> OfBody(EmulatedRequest request)
    {
        var type = request.Header("Content-Type") ?? "";
        var at = type.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase);
        return type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) && at >= 0
            ? Multipart(request.BodyText, type[(at + "boundary=".Length)..].Trim('"'))
            : Parse(request.BodyText);
    }

    private static Dictionary<string, string> Multipart(string body, string boundary)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in body.Split("--" + boundary))
        {
            var end = part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var name = part.IndexOf("name=", StringComparison.OrdinalIgnoreCase);
            if (end > name && name >= 0)
            {
                var key = part[(name + "name=".Length)..].Split(';', '\r')[0].Trim('"');
                fields[key] = part[(end + 4)..].TrimEnd('\r', '\n');
            }
        }

        return fields;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
