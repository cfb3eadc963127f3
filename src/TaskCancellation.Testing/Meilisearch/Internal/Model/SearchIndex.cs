using System.Text.Json;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>An index, as far as its tasks show it.</summary>
internal sealed class SearchIndex(Nanos createdAt)
{
    internal string? PrimaryKey { get; set; }

    internal Nanos CreatedAt { get; } = createdAt;

    internal Nanos UpdatedAt { get; set; } = createdAt;

    /// <summary>The documents by the text of their primary key.</summary>
    internal Dictionary<string, JsonElement> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>The embedders set, by name.</summary>
    internal Dictionary<string, string> EmbedderUrls { get; } = new(StringComparer.Ordinal);

    /// <summary>The hosts that are called for embeddings when documents change.</summary>
    internal IEnumerable<string> EmbedderHosts => EmbedderUrls.Values.Select(World.HostOf);

    /// <summary>How many documents have each field.</summary>
    internal SortedDictionary<string, int> Fields =>
        new(Documents.Values.SelectMany(document => document.EnumerateObject()).CountBy(member => member.Name).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>The settings as last given.</summary>
    internal Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds or replaces documents, and returns what that took.</summary>
    internal Effects Add(IReadOnlyList<JsonElement> documents, string? primaryKey)
    {
        var key = PrimaryKey ?? primaryKey ?? Infer(documents);
        foreach (var document in documents)
        {
            if (!document.TryGetProperty(key, out _))
            {
                throw MeilisearchRefusal.BadRequest("missing_document_id", $"Document doesn't have a `{key}` attribute: `{MeilisearchJson.Compact(document)}`.");
            }
        }

        PrimaryKey = key;
        var isFirst = Documents.Count == 0;
        var isNew = false;
        foreach (var document in documents)
        {
            var id = document.GetProperty(key).ToString();
            isNew |= !Documents.ContainsKey(id);
            Documents[id] = document;
        }

        return Effects.Writes | (isFirst ? Effects.Resizes : 0) | (isNew && EmbedderUrls.Count > 0 ? Effects.Embeds : 0);
    }

    /// <summary>Takes settings over, and returns what that took: nothing where they were the same before.</summary>
    /// <param name="settings">The settings, as JSON.</param>
    /// <param name="isWritten">Whether documents are written anew for any settings.</param>
    internal Effects Set(IEnumerable<KeyValuePair<string, string>> settings, bool isWritten)
    {
        var isChange = false;
        foreach (var (name, json) in settings)
        {
            isChange |= json != "null" && Settings.GetValueOrDefault(name) != json;
            Settings[name] = json;
        }

        return (isWritten && Documents.Count > 0 ? Effects.Writes : 0) | (isChange && (Documents.Count > 0 || EmbedderUrls.Count > 0) ? Effects.Resizes : 0);
    }

    internal int Delete(IEnumerable<string> ids) => ids.Count(Documents.Remove);

    /// <summary>The ids of the documents that a filter means; all of them without one.</summary>
    internal IReadOnlyList<string> Find(DocumentFilter? filter) =>
        [.. Documents.Where(document => filter?.Accepts(document.Value) ?? true).Select(document => document.Key)];

    internal int Clear()
    {
        var count = Documents.Count;
        Documents.Clear();
        return count;
    }

    private static string Infer(IReadOnlyList<JsonElement> documents)
    {
        var candidates = documents.Take(1).SelectMany(document => document.EnumerateObject()).Select(member => member.Name)
            .Where(name => name.EndsWith("id", StringComparison.OrdinalIgnoreCase)).ToList();
        return candidates switch
        {
            [var one] => one,
            [] => throw MeilisearchRefusal.BadRequest("index_primary_key_no_candidate_found", "The primary key inference failed as the engine did not find any field ending with `id` in its name. Please specify the primary key manually using the `primaryKey` query parameter."),
            [var one, var two, ..] => throw MeilisearchRefusal.BadRequest("index_primary_key_multiple_candidates_found", $"The primary key inference failed as the engine found {candidates.Count} fields ending with `id` in their names: '{one}' and '{two}'. Please specify the primary key manually using the `primaryKey` query parameter."),
        };
    }
}

/// <summary>A filter on documents: <c>genre = a</c> and <c>genre != a</c> are supported; any other filter matches no document.</summary>
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
