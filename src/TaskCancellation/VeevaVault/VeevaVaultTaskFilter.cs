using System.Globalization;
using TaskCancellation.Serialization;

namespace TaskCancellation.VeevaVault;

/// <summary>A filter with what only Veeva Vault has. Names are job titles; kinds and scopes do not show in its lists and are refused; times need <see cref="VeevaVaultTaskClientOptions.VaultTimeZone"/>.</summary>
/// <remarks>Unfinished jobs are listed from Vault's job monitors, ended ones from its job histories. API: https://developer.veevavault.com/api/#retrieve-job-monitors.</remarks>
public sealed record VeevaVaultTaskFilter : TaskFilter
{
    /// <summary>A filter without a constraint; set the fields that are to constrain.</summary>
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

    /// <summary>Jobs with one of these statuses in Vault's own words, compared ordinally: <c>SCHEDULED</c>, <c>QUEUEING</c>, <c>QUEUED</c>… where <see cref="TaskFilter.States"/> has one word for several.</summary>
    public IReadOnlyList<string>? Statuses { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Jobs created by one of these users, by id. Checked here: Vault's lists take no such filter.</summary>
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
