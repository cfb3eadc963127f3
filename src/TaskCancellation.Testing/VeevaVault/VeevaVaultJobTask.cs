namespace TaskCancellation.Testing.VeevaVault;

/// <summary>One task of an SDK job.</summary>
/// <param name="Id">The id, such as <c>Task1</c>.</param>
/// <param name="State">The state; any text.</param>
public sealed record VeevaVaultJobTask(string Id, string State = "SUCCESS");
