namespace TaskCancellation;

/// <summary>How far a request got.</summary>
public enum RequestDelivery
{
    /// <summary>It may have reached the service, and the service may have acted.</summary>
    MaybeSent = 0,

    /// <summary>It certainly did not come to the service: the connection was never made, the credential could not be had, or a router before the service passed nothing on.</summary>
    NotSent,

    /// <summary>A reply came back.</summary>
    Answered,
}
