namespace TaskCancellation.TopazImage;

/// <summary>Instants as the service writes them: whole seconds since 1970, on its own clock.</summary>
internal static class TopazImageInstant
{
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The instant; null for none, and for one outside the calendar, such as milliseconds would be.</summary>
    internal static DateTimeOffset? From(long? seconds) =>
        seconds is { } value && value >= First && value <= Last ? DateTimeOffset.FromUnixTimeSeconds(value) : null;
}
