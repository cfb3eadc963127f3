namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Who asks, and what they may do.</summary>
internal sealed record Caller(string Name, ElasticsearchPrivileges Privileges)
{
    internal void Require(ElasticsearchPrivileges privilege, string action, ServerVersion version)
    {
        if (Privileges.HasFlag(privilege))
        {
            return;
        }

        var granting = (privilege, version.HasCancelPrivilege) switch
        {
            (ElasticsearchPrivileges.Monitor, _) => "monitor,manage,all",
            (_, true) => "cancel_task,manage,all",
            _ => "manage,all",
        };
        var reason = version.IsOpenSearch
            ? $"no permissions for [{action}] and User [name={Name}, backend_roles=[], requestedTenant=null]"
            : $"action [{action}] is unauthorized for user [{Name}] with effective roles [], this action is granted by the cluster privileges [{granting}]";
        throw new ApiError(403, new ElasticsearchError("security_exception", reason));
    }
}
