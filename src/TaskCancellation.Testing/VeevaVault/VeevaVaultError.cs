namespace TaskCancellation.Testing.VeevaVault;

/// <summary>An error as Vault writes it.</summary>
/// <param name="Type">The type, such as <c>RACE_CONDITION</c>; any text.</param>
/// <param name="Message">The message, which is not part of the contract.</param>
/// <param name="Status">The <c>responseStatus</c> of the reply: <c>FAILURE</c> or <c>EXCEPTION</c>.</param>
public sealed record VeevaVaultError(string Type, string Message = "The request could not be done.", string Status = "FAILURE");
