using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Reads the ids of a cancel, from JSON or from CSV.</summary>
internal static class CancelBody
{
    private const string Key = "job_id";

    internal static List<long> Read(EmulatedRequest request)
    {
        var type = (request.Header("Content-Type") ?? "application/json").Split(';')[0].Trim();
        return type.ToUpperInvariant() switch
        {
            "APPLICATION/JSON" => FromJson(request.Body),
            "TEXT/CSV" => FromCsv(request.BodyText),
            _ => throw Refusal.InvalidData($"The content type [{type}] is not supported."),
        };
    }

    private static List<long> FromJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(FromElement)]
                : throw Refusal.InvalidData("The request body is not an array.");
        }
        catch (JsonException)
        {
            throw Refusal.InvalidData("The request body is not valid JSON.");
        }
    }

    private static long FromElement(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(Key, out var value))
        {
            throw Refusal.ParameterRequired(Key);
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var id)
            ? id
            : throw Refusal.InvalidData($"[{Key}] is not a number.");
    }

    /// <summary>A line ends with LF or with CRLF.</summary>
    private static List<long> FromCsv(string body)
    {
        var lines = body.Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line).Where(line => line.Length > 0).ToList();
        var column = lines.Count == 0 ? -1 : Array.IndexOf(Cells(lines[0]), Key);
        return column < 0
            ? throw Refusal.ParameterRequired(Key)
            : [.. lines.Skip(1).Select(line => FromCell(Cells(line).ElementAtOrDefault(column)))];
    }

    private static long FromCell(string? cell) => long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw Refusal.InvalidData($"[{Key}] is not a number.");

    private static string[] Cells(string line) =>
        [.. line.Split(',').Select(cell => cell.Length > 1 && cell.StartsWith('"') && cell.EndsWith('"') ? cell[1..^1] : cell)];
}
