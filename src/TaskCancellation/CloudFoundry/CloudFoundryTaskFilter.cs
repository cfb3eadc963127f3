using System.Globalization;
using TaskCancellation.Serialization;

namespace TaskCancellation.CloudFoundry;

/// <summary>A <see cref="TaskFilter"/> with the fields that only Cloud Foundry has.</summary>
/// <remarks>
/// <para>Scopes are app GUIDs, names are task names. Kinds and times of start and end do not exist there and are refused.</para>
/// <para>The service shows times in whole seconds and stores them more exactly. A bound within a second is narrowed to whole seconds, so that no task outside the range is addressed; plans report it. A bound at a whole second means that whole second: after it means from the next second on, and up to it means to its end.</para>
/// <para>Only the service evaluates spaces, organizations, and labels. Korifi has no filters: there, these fields are refused and the client compares the others.</para>
/// <para>Source: https://v3-apidocs.cloudfoundry.org/#list-tasks</para>
/// </remarks>
public sealed record CloudFoundryTaskFilter : TaskFilter
{
    /// <summary>Initializes a new instance of the <see cref="CloudFoundryTaskFilter"/> class without a constraint.</summary>
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

    /// <summary>Gets the GUIDs of the spaces whose apps' tasks match. Cannot be combined with <see cref="SequenceIds"/>.</summary>
    public IReadOnlyList<string>? SpaceIds { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the GUIDs of the organizations whose apps' tasks match. Cannot be combined with <see cref="SequenceIds"/>.</summary>
    public IReadOnlyList<string>? OrganizationIds { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the requirements that the labels of a task must meet, in the service's own syntax: <c>team=billing,tier in (a,b),!legacy</c>; at most 50.</summary>
    /// <remarks>Requirements with != and notin are also met by tasks without the label. The service trims nothing. An empty requirement or value is refused, because <c>env!=</c> would match every task.</remarks>
    public string? LabelSelector { get; init; }

    /// <summary>Gets the numbers of the tasks within their app. Requires exactly one app in <see cref="TaskFilter.Scopes"/>, because each app counts for itself.</summary>
    /// <remarks>Numbers that no task can have (over 2147483647, except on Korifi) select nothing.</remarks>
    public IReadOnlyList<long>? SequenceIds { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the range within which the record of the task was last changed (<see cref="CloudFoundryTaskDetails.UpdatedAt"/>, whole seconds).</summary>
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
