namespace TaskCancellation.Http;

/// <summary>The types from which a client for another HTTP service is made.</summary>
internal static class HttpDoor
{
    /// <summary>They are complete and tested, and their names may still change in a minor version.</summary>
    internal const string DiagnosticId = "TASKCANCEL001";
}
