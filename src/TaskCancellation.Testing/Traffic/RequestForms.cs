using System.Text;
using System.Text.RegularExpressions;

namespace TaskCancellation.Testing;

/// <summary>The parts of a multipart/form-data body. Files are known by their names only.</summary>
internal sealed partial class MultipartForm
{
    /// <summary>The values of the fields, by name.</summary>
    internal Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of the files that came, by field.</summary>
    internal Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    internal string? this[string name] => Fields.GetValueOrDefault(name);

    /// <summary>Null for any other media type.</summary>
    /// <exception cref="FormatException">A part has no name or no end of its headers.</exception>
    internal static MultipartForm? Read(EmulatedRequest request)
    {
        var type = request.Header("Content-Type") ?? "";
        var boundary = Boundary().Match(type);
        if (!type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) || !boundary.Success)
        {
            return null;
        }

        // One character per byte, so that binary files pass through; text fields are decoded below.
        var body = "\r\n" + Encoding.Latin1.GetString(request.Body.Span);
        var form = new MultipartForm();
        foreach (var part in body.Split("\r\n--" + boundary.Groups[1].Value).Skip(1).SkipLast(1))
        {
            form.Add(part);
        }

        return form;
    }

    private void Add(string part)
    {
        var end = part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var name = Name().Match(part);
        if (end < 0 || !name.Success || name.Index > end)
        {
            throw new FormatException("Malformed multipart body.");
        }

        if (FileName().Match(part, 0, end) is { Success: true } file)
        {
            Files[name.Groups[1].Value] = file.Groups[1].Value;
        }
        else
        {
            Fields[name.Groups[1].Value] = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(part[(end + 4)..]));
        }
    }

    [GeneratedRegex("boundary=\"?([^\";]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Boundary();

    [GeneratedRegex("[; ]name=\"?([^\";\r\n]+)")]
    private static partial Regex Name();

    [GeneratedRegex("[; ]filename=\"?([^\";\r\n]+)")]
    private static partial Regex FileName();
}

/// <summary>Reads query strings and forms of plain names.</summary>
internal static class QueryString
{
    /// <summary>The decoded values by name; of the same name given twice, the last counts.</summary>
    internal static Dictionary<string, string> Parse(string raw)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var piece in raw.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = piece.Split('=', 2);
            values[Decode(parts[0])] = parts.Length == 2 ? Decode(parts[1]) : "";
        }

        return values;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
