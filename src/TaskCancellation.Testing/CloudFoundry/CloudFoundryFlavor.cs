namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Which implementation of the v3 API the emulator plays.</summary>
public enum CloudFoundryFlavor
{
    /// <summary>The Cloud Controller on Diego.</summary>
    CloudController,

    /// <summary>Korifi, on Kubernetes: no filters, no CANCELING worth the name, other texts.</summary>
    Korifi,
}
