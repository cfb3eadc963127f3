namespace TaskCancellation.Testing.VeevaVault;

/// <summary>One task of an SDK job.</summary>
/// <param name="Id">For instance <c>Task1</c>.</param>
/// <param name="State">Any string.</param>
public sealed record VeevaVaultJobTask(string Id, string State = "SUCCESS");
