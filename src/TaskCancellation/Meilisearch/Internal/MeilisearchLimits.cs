namespace TaskCancellation.Meilisearch;

/// <summary>What Meilisearch can do, within what limits.</summary>
internal static class MeilisearchLimits
{
    internal const string ServiceName = "Meilisearch";

    // Proxies often stop at an address of 8 KiB, the rest of which is the endpoint and further parameters.
    private const int IdCharacters = 7_500;

    internal static readonly TaskClientCapabilities Capabilities = new()
    {
        ServiceName = ServiceName,
        Polling = new PollingDefaults(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)),
        CancelsByFilter = true,
        AcknowledgesUnknownIds = true,
        CancelAffectsOthers = true,
        ListFields = FilterFields.Ids | FilterFields.States | FilterFields.Kinds | FilterFields.Scopes
            | FilterFields.Enqueued | FilterFields.Started | FilterFields.Finished | FilterFields.ServiceSpecific,
        UnsupportedFields = FilterFields.Names,
        IdsPerRequest = int.MaxValue,
        IdCharactersPerRequest = IdCharacters,
        ListsByIds = true,
        ReusesIds = true,
        HidesTasks = true,
        ProtectedKinds = MeilisearchKinds.Protected,
        Caveats =
        [
            "Canceling a processing task aborts its whole batch: the batch's other tasks go back to the queue and begin anew.",
            "Tasks that wait are canceled only when the batch that runs now has ended, which may take minutes, unless the cancel stops that batch.",
            "A key that is restricted to some indexes neither sees nor cancels the tasks of others, and is not told that there are any.",
        ],
    };
}
