using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>Specifies whether a request may be repeated. Set for each request; the HTTP method does not determine it.</summary>
[Experimental(HttpDoor.DiagnosticId)]
public enum RetrySafety
{
    /// <summary>The request is sent once and never repeated, whatever the reply.</summary>
    Unsafe = 0,

    /// <summary>The request is repeated only when the service certainly did not act on it: it was never sent, or was throttled.</summary>
    SafeIfNotSent,

    /// <summary>Repeating the request is harmless.</summary>
    Safe,
}
