namespace TaskCancellation;

/// <summary>Specifies how far a request got.</summary>
public enum RequestDelivery
{
    /// <summary>The request may have reached the service, and the service may have acted on it.</summary>
    MaybeSent = 0,

    /// <summary>The request did not reach the service: the connection was never established, the credential could not be obtained, or a router in front of the service did not pass the request on.</summary>
    NotSent,

    /// <summary>A reply was received.</summary>
    Answered,
}
