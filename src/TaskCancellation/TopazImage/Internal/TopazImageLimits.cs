namespace TaskCancellation.TopazImage;

/// <summary>What the service can do by itself, and within what limits.</summary>
internal static class TopazImageLimits
{
    internal const string ServiceName = "Topaz Image API";
    internal const int MaxPageSize = 100;

    /// <summary>The longest pause between two looks, whatever a job's expected end: it may fail, or be canceled, long before that.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // Three attempts at a job can take three hours, its time in the queue not counted.
    internal static readonly TaskClientCapabilities Capabilities = new()
    {
        ServiceName = ServiceName,
        Polling = new PollingDefaults(TimeSpan.FromSeconds(2), LongestPause, TimeSpan.FromHours(4)),
        ListFields = FilterFields.Ids,
        HasCaseInsensitiveIds = true,
        UnsupportedFields = FilterFields.Started | FilterFields.Finished,
        Caveats = ["A refused cancel does not say why: the job is read once to tell. Whether a canceled job is paid for, the service does not say."],
    };
}
