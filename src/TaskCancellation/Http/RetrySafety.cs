using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>Whether a request may be repeated. Set for each request by its dialect; the HTTP method says nothing about it.</summary>
[Experimental(HttpDoor.DiagnosticId)]
public enum RetrySafety
{
    /// <summary>Sent once, and never again, whatever comes back.</summary>
    Unsafe = 0,

    /// <summary>Repeated only when the service certainly did not act: never sent, or throttled.</summary>
    SafeIfNotSent,

    /// <summary>Repeating it does no harm.</summary>
    Safe,
}
