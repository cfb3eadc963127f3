namespace TaskCancellation;

/// <summary>What a short look before a cancel at the server shows.</summary>
/// <param name="Seen">How many tasks it would address, at least; null when that could not be seen.</param>
/// <param name="IsPartial">A part of the service does not answer.</param>
/// <param name="Collateral">Whom it would disturb besides; null when that could not be seen.</param>
internal readonly record struct FilterPreview(int? Seen, bool IsPartial, IReadOnlyList<TaskSnapshot>? Collateral);
