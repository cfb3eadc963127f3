namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A request that has found its route.</summary>
/// <param name="Request">As it came.</param>
/// <param name="Path">Its path, decoded.</param>
/// <param name="Query">Its parameters, those of the path included.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Own">The tasks that it is itself.</param>
internal sealed record Call(EmulatedRequest Request, string Path, Parameters Query, Caller Caller, OwnTasks Own)
{
    /// <summary>Refuses what nobody has read: unknown parameters, and a body that the route has no use for, unless the product ignores it.</summary>
    internal void RefuseRest(ServerVersion version)
    {
        Query.RefuseUnread();
        if (!Request.Body.IsEmpty && !version.IgnoresBodies)
        {
            throw ApiError.BadArgument($"request [{Request.Method} {Path}] does not support having a body");
        }
    }
}
