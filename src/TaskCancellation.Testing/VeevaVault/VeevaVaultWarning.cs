namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A warning in the reply to a cancel.</summary>
/// <param name="Type">The type; any text.</param>
/// <param name="Message">The message, which is not part of the contract.</param>
/// <param name="TypeKey">The name of the member that holds the type: <c>type</c> on some endpoints, <c>warning_type</c> on others.</param>
public sealed record VeevaVaultWarning(string Type, string Message, string TypeKey = "type");
