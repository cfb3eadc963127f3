using System.Text.Json;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>A filter on documents: <c>genre = a</c> and <c>genre != a</c> are understood, anything else means no document.</summary>
internal sealed class DocumentFilter
{
    private readonly IReadOnlyList<string[]> terms;

    private DocumentFilter(IReadOnlyList<string[]> terms) => this.terms = terms;

    /// <summary>Reads a text, or a list of texts that must all be true; null for no filter.</summary>
    internal static DocumentFilter? From(JsonElement? filter) => filter switch
    {
        { ValueKind: JsonValueKind.String } text => new([Split(text.GetString()!)]),
        { ValueKind: JsonValueKind.Array } list => new([.. list.EnumerateArray().Select(item => Split(item.ToString()))]),
        _ => null,
    };

    internal bool Accepts(JsonElement document) => terms.All(term => term switch
    {
        [var field, "=", var value] => Value(document, field) == value,
        [var field, "!=", var value] => Value(document, field) != value,
        _ => false,
    });

    private static string[] Split(string text) => [.. text.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Trim('"', '\''))];

    private static string? Value(JsonElement document, string field) => document.TryGetProperty(field, out var value) ? value.ToString() : null;
}
