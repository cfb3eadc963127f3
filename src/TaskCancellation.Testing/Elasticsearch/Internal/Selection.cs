namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The filters that list and cancel share.</summary>
internal sealed record Selection(string[] Nodes, WireId Id, string[] Actions, WireId Parent)
{
    internal static Selection Read(Parameters query, WireId id) =>
        new(query.List("nodes"), id, query.List("actions"), WireId.Parse(query.Text("parent_task_id")));

    /// <summary>Whether actions and parent let a task through.</summary>
    internal bool Allows(LiveTask task) =>
        (Actions.Length == 0 || Actions.Any(pattern => Wildcard.Matches(pattern, task.Options.Action)))
        && (!Parent.IsSet || task.Parent == Parent);
}
