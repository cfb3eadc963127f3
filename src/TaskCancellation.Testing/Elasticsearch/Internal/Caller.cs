namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Who asks, and what they may do.</summary>
internal sealed class Caller(ElasticsearchUser user, ServerVersion version)
{
    private static readonly Dictionary<string, string[]> ActionsOf = new(StringComparer.Ordinal)
    {
        ["all"] = ["*"],
        ["manage"] = ["cluster:*"],
        ["monitor"] = ["cluster:monitor/*"],
        ["cancel_task"] = ["cluster:admin/tasks/cancel*"],
    };

    /// <summary>Whoever comes to a cluster without security.</summary>
    internal static Caller Anyone(ServerVersion version) => new(new ElasticsearchUser { Name = "_anonymous" }, version);

    internal bool May(string action) =>
        user.Privileges.SelectMany(privilege => ActionsOf.GetValueOrDefault(privilege, [privilege])).Any(pattern => Wildcard.Matches(pattern, action));

    /// <exception cref="ApiError">The action is not permitted.</exception>
    internal void Require(string action)
    {
        if (!May(action))
        {
            throw new ApiError(403, Refuse(action));
        }
    }

    /// <summary>The words in which an action is refused.</summary>
    internal ElasticsearchError Refuse(string action) => new("security_exception", version.IsOpenSearch
        ? $"no permissions for [{action}] and User [name={user.Name}, backend_roles=[{string.Join(", ", user.BackendRoles)}], requestedTenant=null]"
        : $"action [{action}] is unauthorized for user [{user.Name}] with effective roles [{string.Join(",", user.Roles)}], this action is granted by the {Granting(action)}");

    private string Granting(string action) => action.Split(':', '/') switch
    {
        ["indices", "data", "read", ..] => "index privileges [read,all]",
        ["indices", ..] => "index privileges [write,all]",
        ["cluster", "monitor", ..] => "cluster privileges [monitor,manage,all]",
        _ when action.StartsWith("cluster:admin/tasks/cancel", StringComparison.Ordinal) && version.HasCancelPrivilege => "cluster privileges [cancel_task,manage,all]",
        _ => "cluster privileges [manage,all]",
    };
}
