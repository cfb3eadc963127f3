using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>The exception that is thrown when a reply does not have the documented form. <see cref="TaskHttpReply.Read{T}(WireRead{T})"/> converts it to a protocol error.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="offset">The position in the body, in bytes.</param>
[Experimental(HttpDoor.DiagnosticId)]
public sealed class WireException(string problem, long offset) : Exception(problem)
{
    /// <summary>Where in the body, in bytes.</summary>
    internal long Offset => offset;
}
