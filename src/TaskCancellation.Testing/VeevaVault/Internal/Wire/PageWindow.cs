using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The requested part of a list.</summary>
/// <param name="Limit">How many at most.</param>
/// <param name="Offset">How many come before.</param>
internal sealed record PageWindow(int Limit, int Offset)
{
    internal static PageWindow Read(Dictionary<string, string> query) =>
        new(Number(query, "limit", 50, 1, 200), Number(query, "offset", 0, 0, int.MaxValue));

    internal IEnumerable<T> Of<T>(IEnumerable<T> all) => all.Skip(Offset).Take(Limit);

    /// <summary>The address of a part of that list.</summary>
    internal string Url(string path, string rest, int? at = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}?limit={Limit}&offset={at ?? Offset}{rest}");

    /// <summary>How much there is, and where the parts beside this one are.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="path">The path of the list.</param>
    /// <param name="total">How many there are in all.</param>
    /// <param name="rest">What else belongs to the query, with its ampersand.</param>
    internal void Write(Utf8JsonWriter json, string path, int total, string rest)
    {
        json.WriteStartObject("responseDetails");
        json.WriteNumber("total", total);
        json.WriteNumber("limit", Limit);
        json.WriteNumber("offset", Offset);
        if (Offset > 0)
        {
            json.WriteString("previous_page", Url(path, rest, Math.Max(0, Offset - Limit)));
        }

        if (Offset < total - Limit)
        {
            json.WriteString("next_page", Url(path, rest, Offset + Limit));
        }

        json.WriteEndObject();
    }

    private static int Number(Dictionary<string, string> query, string name, int usual, int least, int most)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return usual;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw VeevaVaultRefusal.InvalidData($"The value of [{name}] is not valid.");
    }
}
