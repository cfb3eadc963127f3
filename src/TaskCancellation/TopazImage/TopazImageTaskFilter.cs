using TaskCancellation.Serialization;

namespace TaskCancellation.TopazImage;

/// <summary>A <see cref="TaskFilter"/> with the fields that only the Topaz Image API has.</summary>
/// <remarks>
/// <para>Kinds are categories (<c>Enhance</c>), scopes are ids of uploaded sources, and names are file names. Times of start and end do not exist there and are refused. Times are shown in whole seconds: a bound within a second is narrowed to whole seconds, so that no job outside the range is addressed.</para>
/// <para>The list of the service accepts no filter: the client lists all jobs, one hundred on each page, and compares them. With <see cref="TaskFilter.Ids"/>, the jobs are read one by one instead.</para>
/// <para>Source: https://developer.topazlabs.com/reference/image/status</para>
/// </remarks>
public sealed record TopazImageTaskFilter : TaskFilter
{
    /// <summary>Initializes a new instance of the <see cref="TopazImageTaskFilter"/> class without a constraint.</summary>
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

    /// <summary>Gets the models to match (<c>Standard V2</c>), compared ordinally and in full.</summary>
    public IReadOnlyList<string>? Models { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the range within which the record of the job was last changed (<see cref="TopazImageTaskDetails.ModifiedAt"/>, whole seconds).</summary>
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
