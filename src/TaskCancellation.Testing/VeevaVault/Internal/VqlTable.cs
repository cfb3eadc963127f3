namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A query target: which fields there are, and their values as text, null where there is none.</summary>
internal sealed record VqlTable(IReadOnlyList<string> Fields, IReadOnlyList<IReadOnlyDictionary<string, string?>> Rows);
