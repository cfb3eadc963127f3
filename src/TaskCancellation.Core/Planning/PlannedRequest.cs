namespace TaskCancellation;

/// <summary>One cancel request of a plan, as it would be sent.</summary>
/// <param name="Description">The request as it is sent: the method, the address below the endpoint, and the body if there is one. Never contains a credential.</param>
/// <param name="Ids">The ids of the tasks that the request cancels.</param>
public sealed record PlannedRequest(string Description, IReadOnlyList<TaskId> Ids)
{
    /// <summary>Gets the ids of the tasks that the request cancels.</summary>
    public IReadOnlyList<TaskId> Ids { get; init => field = ReadOnlyValues.List(value); } = ReadOnlyValues.List(Ids);

    /// <summary>Returns the description.</summary>
    public override string ToString() => Description;
}
