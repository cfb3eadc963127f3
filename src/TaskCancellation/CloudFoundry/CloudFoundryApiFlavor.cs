namespace TaskCancellation.CloudFoundry;

/// <summary>Specifies the implementation of the Cloud Foundry API.</summary>
public enum CloudFoundryApiFlavor
{
    /// <summary>The Cloud Controller, which filters lists.</summary>
    CloudController = 0,

    /// <summary>Korifi (Cloud Foundry on Kubernetes), whose lists accept no filters: the client lists all tasks and compares them.</summary>
    Korifi,
}
