namespace TaskCancellation;

/// <summary>One cancel request of a plan, as it would be sent.</summary>
/// <param name="Description">The request on the wire: method, address below the endpoint, body where there is one. Never a credential.</param>
/// <param name="Ids">The tasks it is for.</param>
public sealed record PlannedRequest(string Description, IReadOnlyList<TaskId> Ids)
{
    /// <summary>The tasks it is for.</summary>
    public IReadOnlyList<TaskId> Ids { get; init => field = ReadOnlyValues.List(value); } = ReadOnlyValues.List(Ids);

    /// <summary>The description.</summary>
    public override string ToString() => Description;
}
