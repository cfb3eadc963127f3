using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>Reads a value of a reply, from its first token to its last.</summary>
[Experimental(HttpDoor.DiagnosticId)]
public delegate T WireRead<out T>(ref WireReader reader);
