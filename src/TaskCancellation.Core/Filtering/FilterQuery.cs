using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>A filter that was checked and translated, ready to be listed: one translation, or several where its ids do not fit one request.</summary>
internal sealed class FilterQuery(TaskClient client, TaskFilter filter, IReadOnlyList<FilterTranslation> asTranslated)
{
    private readonly FilterTranslation[] translations =
    [
        .. asTranslated.Select(one => one with { MatchesNothing = one.MatchesNothing || one.Filter.GetConstraints().Any(constraint => constraint.Range is { HoldsNoTask: true }) }),
    ];

    internal TaskFilter Filter => filter;

    internal IReadOnlyList<FilterTranslation> Translations => translations;

    internal bool MatchesNothing => translations.All(translation => translation.MatchesNothing);

    /// <summary>The service has nothing of the kind (a state it does not know), whatever else the filter says.</summary>
    internal bool IsOfNothingThere => asTranslated.All(translation => translation.MatchesNothing);

    /// <summary>The whole filter as one request, where it is one and the service means exactly the same by it.</summary>
    internal FilterTranslation? Exact => translations is [{ IsExact: true } only] ? only : null;

    internal FilterFields Residual => translations.Aggregate(FilterFields.None, (all, translation) => all | translation.Residual);

    internal async IAsyncEnumerable<TaskSnapshot> ListAsync(ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var translation in translations.Where(translation => !translation.MatchesNothing))
        {
            await foreach (var task in client.Guard.ListAsync(translation, options, cancellationToken).ConfigureAwait(false))
            {
                yield return task;
            }
        }
    }
}
