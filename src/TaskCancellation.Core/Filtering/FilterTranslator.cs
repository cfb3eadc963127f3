using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation;

/// <summary>The way from a filter to a list: checks, translation, and refusal of what cannot be evaluated.</summary>
internal static class FilterTranslator
{
    internal static FilterQuery Translate(TaskClient client, TaskFilter filter)
    {
        filter = Restore(client, filter);
        FilterValidator.RequireMeaning(filter, client.Lifecycle);
        foreach (var id in filter.Ids ?? [])
        {
            client.Validate(id);
        }

        var chunks = filter.Ids is { } ids
            ? IdChunker.Of([.. ids.Distinct(client.IdEquality)], id => id.Value.Length, client.Capabilities.IdsPerListRequest, client.Capabilities.IdCharactersPerRequest).Select(chunk => filter with { Ids = chunk })
            : [filter];
        return new FilterQuery(client, filter, [.. chunks.Select(chunk => TranslateOne(client, chunk))]);
    }

    /// <summary>Gives a reply that was stored the service's own filters again.</summary>
    internal static CancelReply Restore(TaskClient client, CancelReply reply) => reply with { Named = Restore(client, reply.Named), Unfinished = Restore(client, reply.Unfinished), EndedSince = Restore(client, reply.EndedSince) };

    /// <summary>Gives a request that was stored the service's own filter again, translated anew.</summary>
    internal static CancelRequest Restore(TaskClient client, CancelRequest request) =>
        request.Filter is { Filter: StoredTaskFilter stored } ? request with { Filter = TranslateOne(client, Restore(client, stored)) } : request;

    /// <summary>Gives a filter that was stored the form of the service's own again; any other stays as it is.</summary>
    [return: NotNullIfNotNull(nameof(filter))]
    internal static TaskFilter? Restore(TaskClient client, TaskFilter? filter) => filter is StoredTaskFilter stored ? Restore(client, stored) : filter;

    // Without its predicate a filter means more than its author did.
    private static TaskFilter Restore(TaskClient client, StoredTaskFilter stored) => stored.HasPredicate
        ? throw new UnsupportedFilterException("The filter had a condition (Where) that could not be stored, and would address more without it. Execute the plan it belongs to, or build the filter anew.", nameof(TaskFilter.Where))
        : client.Restore(stored);

    private static FilterTranslation TranslateOne(TaskClient client, TaskFilter filter)
    {
        var translation = client.Translate(filter);
        if (filter.Where is not null)
        {
            translation = translation with { Residual = translation.Residual | FilterFields.Where };
        }

        return translation.Refused is [var refusal, ..]
            ? throw new UnsupportedFilterException($"{client.ProductName} cannot filter by {refusal.Field}: {refusal.Reason}", refusal.Field)
            : translation;
    }
}
