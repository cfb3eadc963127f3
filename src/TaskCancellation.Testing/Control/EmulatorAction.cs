namespace TaskCancellation.Testing;

/// <summary>Something that can be done with an emulator by name beside what can be done with its tasks, for programs that only have texts. Code calls the method of the same name.</summary>
/// <param name="Name">The name: that of the method, in camel case.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">The names of what it takes, in order; each is optional unless the description says otherwise.</param>
/// <param name="Act">Does it, given the values by name.</param>
public sealed record EmulatorAction(string Name, string Description, IReadOnlyList<string> Parameters, Action<IReadOnlyDictionary<string, string>> Act);
