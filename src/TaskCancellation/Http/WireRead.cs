using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>Reads a value of a reply, from its first token to its last.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="reader">The reader.</param>
/// <returns>The value.</returns>
[Experimental(HttpDoor.DiagnosticId)]
public delegate T WireRead<out T>(ref WireReader reader);
