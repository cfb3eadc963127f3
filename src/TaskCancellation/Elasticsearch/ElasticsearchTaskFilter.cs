using TaskCancellation.Serialization;

namespace TaskCancellation.Elasticsearch;

/// <summary>A <see cref="TaskFilter"/> with the fields that only Elasticsearch and OpenSearch have.</summary>
/// <remarks>
/// <para>Kinds are actions, such as <c>indices:data/write/reindex</c> or <c>*search*</c>. Scopes, names, and times of enqueuing and end do not exist there and are refused.</para>
/// <para>The parts of a task that run on other nodes have actions with a suffix, such as <c>[s]</c>: the plain action does not match them, but the cancellation of the whole task reaches them.</para>
/// <para>A list shows tasks that have not ended. Tasks that have ended are found only by <see cref="TaskFilter.Ids"/>, where their result is stored.</para>
/// <para>Source: https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-tasks-list</para>
/// </remarks>
public sealed record ElasticsearchTaskFilter : TaskFilter
{
    /// <summary>Initializes a new instance of the <see cref="ElasticsearchTaskFilter"/> class without a constraint.</summary>
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

    /// <summary>Gets the nodes to match: ids, names, or addresses, with <c>*</c> in a name as a wildcard; also <c>_local</c>, <c>_master</c>, <c>role:true</c>, and <c>attribute:value</c>.</summary>
    /// <remarks>Only the server evaluates this field. It cannot be combined with <see cref="TaskFilter.Ids"/>.</remarks>
    public IReadOnlyList<string>? Nodes { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the task that started the tasks to match.</summary>
    /// <remarks>The task itself does not match. What the matching tasks have started in turn is reached by a cancellation, but not listed.</remarks>
    public TaskId? ParentId { get; init; }

    /// <summary>Gets the <c>X-Opaque-Id</c> of the requests whose tasks match, with all the tasks that these have started; compared ordinally and in full.</summary>
    /// <remarks>The server cannot filter by it. The client lists the tasks and compares them.</remarks>
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
