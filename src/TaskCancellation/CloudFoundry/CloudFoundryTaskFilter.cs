using System.Globalization;
using TaskCancellation.Serialization;

namespace TaskCancellation.CloudFoundry;

/// <summary>A filter with what only Cloud Foundry has. Scopes are app GUIDs, names are task names; kinds and times of start and end do not exist there and are refused.
/// Times show whole seconds and are kept more exactly than that: an end within a second is narrowed to whole seconds, so that no task outside the range is addressed; plans say so. An end at a whole second means that second as a whole: after it, from the next; up to it, to its end.</summary>
/// <remarks>Spaces, organizations and labels are evaluated by the service alone. On Korifi, which has no filters, they are refused and the rest is checked here. API: https://v3-apidocs.cloudfoundry.org/#list-tasks.</remarks>
public sealed record CloudFoundryTaskFilter : TaskFilter
{
    /// <summary>A filter without a constraint; set the fields that are to constrain.</summary>
    public CloudFoundryTaskFilter()
    {
    }

    internal CloudFoundryTaskFilter(StoredTaskFilter stored)
        : base(stored)
    {
        foreach (var field in stored.ServiceFields)
        {
            switch (field.Name)
            {
                case nameof(SpaceIds):
                    SpaceIds = StoredFields.Texts(field);
                    break;
                case nameof(OrganizationIds):
                    OrganizationIds = StoredFields.Texts(field);
                    break;
                case nameof(LabelSelector):
                    LabelSelector = StoredFields.Text(field);
                    break;
                case nameof(SequenceIds):
                    SequenceIds = StoredFields.Numbers(field);
                    break;
                case nameof(Updated):
                    Updated = StoredFields.Range(field);
                    break;
                default:
                    throw StoredFields.Unknown(field, CloudFoundryDialect.Name);
            }
        }
    }

    /// <summary>Tasks of apps in one of these spaces, by GUID. Not together with <see cref="SequenceIds"/>.</summary>
    public IReadOnlyList<string>? SpaceIds { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Tasks of apps in one of these organizations, by GUID. Not together with <see cref="SequenceIds"/>.</summary>
    public IReadOnlyList<string>? OrganizationIds { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Tasks whose labels meet every requirement, in the service's own syntax: <c>team=billing,tier in (a,b),!legacy</c>; at most 50. Requirements with != and notin also meet tasks without the label. The service trims nothing; a requirement or a value that is empty is refused, because <c>env!=</c> would meet every task.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Tasks with one of these numbers within their app. Needs exactly one app in <see cref="TaskFilter.Scopes"/>: each app counts for itself. Numbers that no task can have (over 2147483647, except on Korifi) select nothing.</summary>
    public IReadOnlyList<long>? SequenceIds { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Tasks whose record was last changed within this range (<see cref="CloudFoundryTaskDetails.UpdatedAt"/>, whole seconds).</summary>
    public TimeRange? Updated { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<FilterConstraint> GetConstraints()
    {
        foreach (var constraint in base.GetConstraints())
        {
            yield return constraint;
        }

        if (SpaceIds is not null)
        {
            yield return Own(nameof(SpaceIds), SpaceIds);
        }

        if (OrganizationIds is not null)
        {
            yield return Own(nameof(OrganizationIds), OrganizationIds);
        }

        if (LabelSelector is not null)
        {
            yield return Own(nameof(LabelSelector), [LabelSelector]);
        }

        if (SequenceIds is not null)
        {
            yield return Own(nameof(SequenceIds), [.. SequenceIds.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        }

        if (Updated is not null)
        {
            yield return new FilterConstraint(nameof(Updated), FilterFields.ServiceSpecific, Updated);
        }
    }

    private static FilterConstraint Own(string name, IReadOnlyList<string?> values) => new(name, FilterFields.ServiceSpecific, values);
}
