namespace TaskCancellation.Testing;

/// <summary>An operation of an emulator that can be run by name, for programs that only have text, such as a control endpoint. In code, call the method of the same name.</summary>
/// <param name="Name">The name of the method, in camel case.</param>
/// <param name="Description">What the operation does.</param>
/// <param name="Parameters">The names of the parameters, in order. Each is optional unless the description says otherwise.</param>
/// <param name="Act">Runs the operation with the given values, by parameter name.</param>
public sealed record EmulatorAction(string Name, string Description, IReadOnlyList<string> Parameters, Action<IReadOnlyDictionary<string, string>> Act);
