using System.Globalization;

namespace TaskCancellation;

/// <summary>A filter that may address more than its author meant. Thrown before any task is touched; nothing was canceled.</summary>
public class UnsafeFilterException : FilterException
{
    /// <summary>Creates the exception.</summary>
    public UnsafeFilterException(string message, string? field = null)
        : base(message, field)
    {
    }

    /// <summary>How many tasks the filter addresses at the least, where that was the reason: a listing ends at the first task too many.</summary>
    public long? TargetCount { get; init; }

    internal static UnsafeFilterException TooMany(long count, int allowed) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The filter addresses {count} tasks, above MaxTargets = {allowed}. Nothing was canceled. Narrow the filter, or raise CancelOptions.MaxTargets."), nameof(CancelOptions.MaxTargets))
        {
            TargetCount = count,
        };

    internal static UnsafeFilterException MoreThan(int allowed) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The filter addresses more than {allowed} tasks, and MaxTargets = {allowed}: they were not counted any further. Nothing was canceled. Narrow the filter, or raise CancelOptions.MaxTargets."), nameof(CancelOptions.MaxTargets))
        {
            TargetCount = allowed + 1L,
        };
}
