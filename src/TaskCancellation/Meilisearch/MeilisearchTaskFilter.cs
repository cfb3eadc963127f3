using System.Globalization;
using TaskCancellation.Serialization;

namespace TaskCancellation.Meilisearch;

/// <summary>A <see cref="TaskFilter"/> with the fields that only Meilisearch has.</summary>
/// <remarks>Scopes are index uids. For the server, a rename belongs to both of its names although it shows only the old one, and a task of no index or of several indexes (swap, dump, cancellation) belongs to none.</remarks>
public sealed record MeilisearchTaskFilter : TaskFilter
{
    /// <summary>Initializes a new instance of the <see cref="MeilisearchTaskFilter"/> class without a constraint.</summary>
    public MeilisearchTaskFilter()
    {
    }

    internal MeilisearchTaskFilter(TaskFilter common)
        : base(common)
    {
    }

    internal MeilisearchTaskFilter(StoredTaskFilter stored)
        : base(stored)
    {
        foreach (var field in stored.ServiceFields)
        {
            switch (field.Name)
            {
                case nameof(BatchIds):
                    BatchIds = StoredFields.Numbers(field);
                    break;
                case nameof(CanceledBy):
                    CanceledBy = [.. StoredFields.Texts(field).Select(id => new TaskId(id))];
                    break;
                case nameof(EnqueuedUpTo):
                    EnqueuedUpTo = StoredFields.Text(field);
                    break;
                default:
                    throw StoredFields.Unknown(field, MeilisearchLimits.ServiceName);
            }
        }
    }

    /// <summary>Gets the batches to match, from 0 to 4,294,967,295. Requires Meilisearch 1.12. An enqueued task has no batch.</summary>
    public IReadOnlyList<long>? BatchIds { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the cancellation tasks that canceled the tasks to match. Such tasks have ended, so that the field is of use only for listing.</summary>
    public IReadOnlyList<TaskId>? CanceledBy { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Tasks whose uid is not higher than this one's: those that were enqueued no later. Kept within the library, to list what a cancel addressed.</summary>
    internal TaskId? EnqueuedUpTo { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<FilterConstraint> GetConstraints()
    {
        foreach (var constraint in base.GetConstraints())
        {
            yield return constraint;
        }

        if (BatchIds is not null)
        {
            yield return new FilterConstraint(nameof(BatchIds), FilterFields.ServiceSpecific, [.. BatchIds.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        }

        if (CanceledBy is not null)
        {
            yield return new FilterConstraint(nameof(CanceledBy), FilterFields.ServiceSpecific, [.. CanceledBy.Select(id => id.Value)]);
        }

        if (EnqueuedUpTo is { } last)
        {
            yield return new FilterConstraint(nameof(EnqueuedUpTo), FilterFields.ServiceSpecific, [last.Value]);
        }
    }
}
