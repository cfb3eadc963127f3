namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The implementation of the v3 API to emulate.</summary>
public enum CloudFoundryFlavor
{
    /// <summary>The Cloud Controller on Diego.</summary>
    CloudController,

    /// <summary>Korifi, on Kubernetes: no filters, practically no CANCELING, and other texts.</summary>
    Korifi,
}
