using TaskCancellation.Serialization;

namespace TaskCancellation.Elasticsearch;

/// <summary>A filter with what only Elasticsearch and OpenSearch have. Kinds are actions, such as <c>indices:data/write/reindex</c> or <c>*search*</c>; scopes, names and times of enqueuing and end do not exist there and are refused.</summary>
/// <remarks>
/// <para>Parts of a task that run elsewhere have actions with a suffix, such as <c>[s]</c>: the plain action does not match them, and the cancel of the whole reaches them all the same.</para>
/// <para>A list shows what has not ended; ended tasks are found by <see cref="TaskFilter.Ids"/> only, where their result is stored.</para>
/// <para>API: https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-tasks-list</para>
/// </remarks>
public sealed record ElasticsearchTaskFilter : TaskFilter
{
    /// <summary>A filter without a constraint; set the fields that are to constrain.</summary>
    public ElasticsearchTaskFilter()
    {
    }

    internal ElasticsearchTaskFilter(StoredTaskFilter stored)
        : base(stored)
    {
        foreach (var field in stored.ServiceFields)
        {
            switch (field.Name)
            {
                case nameof(Nodes):
                    Nodes = StoredFields.Texts(field);
                    break;
                case nameof(ParentId):
                    ParentId = StoredFields.Text(field);
                    break;
                case nameof(OpaqueId):
                    OpaqueId = StoredFields.Text(field);
                    break;
                default:
                    throw StoredFields.Unknown(field, ElasticsearchLimits.ServiceName);
            }
        }
    }

    /// <summary>Tasks on one of these nodes: ids, names or addresses, <c>*</c> within a name as a wildcard; also <c>_local</c>, <c>_master</c>, <c>role:true</c> and <c>attribute:value</c>. Evaluated by the server alone; not together with <see cref="TaskFilter.Ids"/>.</summary>
    public IReadOnlyList<string>? Nodes { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Tasks that this one has started itself. The task is not among them; what they have started in turn is reached by a cancel, and not listed.</summary>
    public TaskId? ParentId { get; init; }

    /// <summary>Tasks of requests that carried this <c>X-Opaque-Id</c>, and all they have started; compared ordinally and whole. The server cannot filter by it: tasks are listed and compared here.</summary>
    public string? OpaqueId { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<FilterConstraint> GetConstraints()
    {
        foreach (var constraint in base.GetConstraints())
        {
            yield return constraint;
        }

        if (Nodes is not null)
        {
            yield return new FilterConstraint(nameof(Nodes), FilterFields.ServiceSpecific, Nodes);
        }

        if (ParentId is { } parent)
        {
            yield return new FilterConstraint(nameof(ParentId), FilterFields.ServiceSpecific, [parent.Value]);
        }

        if (OpaqueId is not null)
        {
            yield return new FilterConstraint(nameof(OpaqueId), FilterFields.ServiceSpecific, [OpaqueId]);
        }
    }
}
