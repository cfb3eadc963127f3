namespace TaskCancellation.CloudFoundry;

/// <summary>Which implementation of the Cloud Foundry API answers.</summary>
public enum CloudFoundryApiFlavor
{
    /// <summary>The Cloud Controller, which filters lists itself.</summary>
    CloudController = 0,

    /// <summary>Korifi (Cloud Foundry on Kubernetes), whose lists take no filters: everything is listed and checked here.</summary>
    Korifi,
}
