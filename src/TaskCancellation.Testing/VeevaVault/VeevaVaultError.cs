namespace TaskCancellation.Testing.VeevaVault;

/// <summary>An error as Vault words it.</summary>
/// <param name="Type">For instance <c>RACE_CONDITION</c>; any string.</param>
/// <param name="Message">The text, which is no contract.</param>
/// <param name="Status">The <c>responseStatus</c> it comes with: <c>FAILURE</c> or <c>EXCEPTION</c>.</param>
public sealed record VeevaVaultError(string Type, string Message = "The request could not be done.", string Status = "FAILURE");
