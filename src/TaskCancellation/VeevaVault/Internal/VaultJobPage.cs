namespace TaskCancellation.VeevaVault;

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="PagesLeft">How many pages follow, as far as that can be told.</param>
internal sealed record VaultJobPage(IReadOnlyList<TaskSnapshot> Jobs, long PagesLeft);
