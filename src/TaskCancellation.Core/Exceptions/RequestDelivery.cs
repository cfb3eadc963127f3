namespace TaskCancellation;

/// <summary>How far a request got.</summary>
public enum RequestDelivery
{
    /// <summary>It may have reached the service, and the service may have acted.</summary>
    MaybeSent = 0,

    /// <summary>It certainly did not leave: the connection was never made, or the credential could not be had.</summary>
    NotSent,

    /// <summary>A reply came back.</summary>
    Answered,
}
