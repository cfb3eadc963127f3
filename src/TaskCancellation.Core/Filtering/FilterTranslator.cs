namespace TaskCancellation;

/// <summary>The way from a filter to a list: checks, translation, and refusal of what cannot be evaluated.</summary>
internal static class FilterTranslator
{
    internal static FilterQuery Translate(TaskClient client, TaskFilter filter)
    {
        FilterGuard.RequireMeaning(filter, client.Lifecycle);
        foreach (var id in filter.Ids ?? [])
        {
            client.Validate(id);
        }

        var chunks = filter.Ids is { } ids
            ? IdChunks.Of([.. ids.Distinct()], id => id.Value.Length, client.Capabilities.IdsPerListRequest, client.Capabilities.IdCharactersPerRequest).Select(chunk => filter with { Ids = chunk })
            : [filter];
        return new FilterQuery(client, filter, [.. chunks.Select(chunk => TranslateOne(client, chunk))]);
    }

    private static FilterTranslation TranslateOne(TaskClient client, TaskFilter filter)
    {
        var translation = client.Translate(filter);
        if (filter.Where is not null)
        {
            translation = translation with { Residual = translation.Residual | FilterFields.Where };
        }

        return translation.Refused is [var refusal, ..]
            ? throw new UnsupportedFilterException($"{client.Capabilities.ServiceName} cannot filter by {refusal.Field}: {refusal.Reason}", refusal.Field)
            : translation;
    }
}
