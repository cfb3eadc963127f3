using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>What was read is not what the service means by it. Never leaves the border: it becomes the protocol error of the reply.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="offset">Where in the body.</param>
[Experimental(HttpDoor.DiagnosticId)]
public sealed class WireException(string problem, long offset) : Exception(problem)
{
    /// <summary>Where in the body, in bytes.</summary>
    internal long Offset => offset;
}
