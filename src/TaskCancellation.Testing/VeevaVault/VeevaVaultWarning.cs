namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A warning beside the results of a cancel.</summary>
/// <param name="Type">Any string.</param>
/// <param name="Message">The text, which is no contract.</param>
/// <param name="TypeKey">The name of the member that holds the type: <c>type</c> on some endpoints, <c>warning_type</c> on others.</param>
public sealed record VeevaVaultWarning(string Type, string Message, string TypeKey = "type");
