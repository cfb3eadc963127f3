namespace TaskCancellation.Http;

/// <summary>Something below the pipeline tried to send a request again that must not be sent twice.</summary>
internal sealed class DuplicateSendException() : InvalidOperationException(
    "This request must not be sent twice, and something between the client and the network tried to: a retry handler. The first send may have been delivered.");
