using TaskCancellation.Serialization;

namespace TaskCancellation.TopazImage;

/// <summary>A filter with what only the Topaz Image API has. Kinds are categories (<c>Enhance</c>), scopes are ids of uploaded sources, names are file names; times of start and end do not exist there and are refused. Times show whole seconds: an end within a second is narrowed to whole seconds, so that no job outside the range is addressed.</summary>
/// <remarks>The service's list takes no filter: everything is listed, a hundred jobs a page, and checked here. <see cref="TaskFilter.Ids"/> are read one by one instead. API: https://developer.topazlabs.com/reference/image/status.</remarks>
public sealed record TopazImageTaskFilter : TaskFilter
{
    /// <summary>A filter without a constraint; set the fields that are to constrain.</summary>
    public TopazImageTaskFilter()
    {
    }

    internal TopazImageTaskFilter(StoredTaskFilter stored)
        : base(stored)
    {
        foreach (var field in stored.ServiceFields)
        {
            switch (field.Name)
            {
                case nameof(Models):
                    Models = StoredFields.Texts(field);
                    break;
                case nameof(Modified):
                    Modified = StoredFields.Range(field);
                    break;
                default:
                    throw StoredFields.Unknown(field, TopazImageLimits.ServiceName);
            }
        }
    }

    /// <summary>Jobs of one of these models (<c>Standard V2</c>), compared ordinally and whole.</summary>
    public IReadOnlyList<string>? Models { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Jobs whose record was last changed within this range (<see cref="TopazImageTaskDetails.ModifiedAt"/>, whole seconds).</summary>
    public TimeRange? Modified { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<FilterConstraint> GetConstraints()
    {
        foreach (var constraint in base.GetConstraints())
        {
            yield return constraint;
        }

        if (Models is not null)
        {
            yield return new FilterConstraint(nameof(Models), FilterFields.ServiceSpecific, Models);
        }

        if (Modified is not null)
        {
            yield return new FilterConstraint(nameof(Modified), FilterFields.ServiceSpecific, Modified);
        }
    }

    /// <summary>Evaluates the fields that are not common to all services.</summary>
    internal bool MatchesOwn(TaskSnapshot task)
    {
        var details = task.Details as TopazImageTaskDetails;
        return (Models is null || (details?.Model is { } model && Models.Contains(model, StringComparer.Ordinal)))
            && (Modified is null || Modified.Contains(details?.ModifiedAt));
    }
}
