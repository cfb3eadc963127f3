namespace TaskCancellation.Serialization;

/// <summary>A request as it would be sent.</summary>
internal sealed record RequestJson
{
    public required string Description { get; init; }

    public required IReadOnlyList<string> Ids { get; init; }

    internal static RequestJson From(PlannedRequest request) => new() { Description = request.Description, Ids = [.. request.Ids.Select(id => id.Value)] };

    internal PlannedRequest ToModel() => new(Description, Stored.Each(Ids, id => new TaskId(id)));
}
