namespace TaskCancellation;

/// <summary>What a listing found a filter to address.</summary>
/// <param name="Targets">The tasks, in list order, each once.</param>
/// <param name="Protected">Tasks that match and are left out because of their kind.</param>
/// <param name="Failure">Why a part of the service showed none; null when the listing is whole.</param>
internal sealed record AddressedTasks(IReadOnlyList<TaskSnapshot> Targets, IReadOnlyList<TaskSnapshot> Protected, PartialListException? Failure = null);
