namespace TaskCancellation.CloudFoundry;

/// <summary>What the service can do by itself, and within what limits.</summary>
internal static class CloudFoundryLimits
{
    internal const int MaxPageSize = 5000;
    internal const int DefaultPageSize = 500;
    internal const int MaxLabelRequirements = 50;

    /// <summary>The most characters a list of names or apps may take in an address. A longer one is checked here instead.</summary>
    internal const int MaxListCharacters = 1000;

    /// <summary>The most characters the spaces, or the organizations, of one request may take; the rest goes into further requests. With ids there is less room.</summary>
    internal static int PlaceCharacters(bool hasIds) => hasIds ? 400 : 2000;

    // Of the 8,000 characters that proxies commonly let through, the ids take these; each comma costs three.
    private const int IdCharacters = 6000;

    private static readonly TaskClientCapabilities OfCloudController = new()
    {
        ServiceName = CloudFoundryDialect.Name,
        Polling = new PollingDefaults(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5)),
        ListFields = FilterFields.Ids | FilterFields.States | FilterFields.Scopes | FilterFields.Names | FilterFields.Enqueued | FilterFields.ServiceSpecific,
        UnsupportedFields = FilterFields.Kinds | FilterFields.Started | FilterFields.Finished,
        IdCharactersPerRequest = IdCharacters,
        ListsByIds = true,
        HidesTasks = true,
        HasCaseInsensitiveIds = true,
        Caveats = ["Canceled is said of a task's record, which moves before the process is stopped: the process may run on for a moment, and may still end by itself after its cancel was accepted."],
    };

    private static readonly TaskClientCapabilities OfKorifi = OfCloudController with
    {
        ListFields = FilterFields.None,
        IdCharactersPerRequest = null,
        ListsByIds = false,

        // Names of Kubernetes, which are compared as they are.
        HasCaseInsensitiveIds = false,
    };

    internal static TaskClientCapabilities Capabilities(CloudFoundryApiFlavor flavor) => flavor == CloudFoundryApiFlavor.Korifi ? OfKorifi : OfCloudController;
}
