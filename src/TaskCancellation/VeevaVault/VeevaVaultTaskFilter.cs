using System.Globalization;
using TaskCancellation.Serialization;

namespace TaskCancellation.VeevaVault;

/// <summary>A <see cref="TaskFilter"/> with the fields that only Veeva Vault has.</summary>
/// <remarks>Names are job titles. The lists of Vault do not show kinds and scopes, which are refused. Times require <see cref="VeevaVaultTaskClientOptions.VaultTimeZone"/>. Unfinished jobs are listed from Vault's job monitors, jobs that have ended from its job histories. Source: https://developer.veevavault.com/api/#retrieve-job-monitors.</remarks>
public sealed record VeevaVaultTaskFilter : TaskFilter
{
    /// <summary>Initializes a new instance of the <see cref="VeevaVaultTaskFilter"/> class without a constraint.</summary>
    public VeevaVaultTaskFilter()
    {
    }

    internal VeevaVaultTaskFilter(StoredTaskFilter stored)
        : base(stored)
    {
        foreach (var field in stored.ServiceFields)
        {
            switch (field.Name)
            {
                case nameof(Statuses):
                    Statuses = StoredFields.Texts(field);
                    break;
                case nameof(CreatedBy):
                    CreatedBy = StoredFields.Numbers(field);
                    break;
                default:
                    throw StoredFields.Unknown(field, VeevaVaultLimits.ServiceName);
            }
        }
    }

    /// <summary>Gets the statuses to match in Vault's own words, compared ordinally: <c>SCHEDULED</c>, <c>QUEUEING</c>, <c>QUEUED</c> … where <see cref="TaskFilter.States"/> has one word for several of them.</summary>
    public IReadOnlyList<string>? Statuses { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the ids of the users whose jobs match. The client compares the jobs: Vault's lists have no such filter.</summary>
    public IReadOnlyList<long>? CreatedBy { get; init => field = ReadOnlyValues.List(value); }

    /// <inheritdoc/>
    public override IEnumerable<FilterConstraint> GetConstraints()
    {
        foreach (var constraint in base.GetConstraints())
        {
            yield return constraint;
        }

        if (Statuses is not null)
        {
            yield return new FilterConstraint(nameof(Statuses), FilterFields.ServiceSpecific, Statuses);
        }

        if (CreatedBy is not null)
        {
            yield return new FilterConstraint(nameof(CreatedBy), FilterFields.ServiceSpecific, [.. CreatedBy.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        }
    }
}
