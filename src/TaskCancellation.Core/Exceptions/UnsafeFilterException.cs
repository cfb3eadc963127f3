using System.Globalization;

namespace TaskCancellation;

/// <summary>The exception that is thrown when a filter may address more tasks than intended. Thrown before any task is affected; nothing was canceled.</summary>
public class UnsafeFilterException : FilterException
{
    /// <summary>Initializes a new instance of the <see cref="UnsafeFilterException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="field">The field of the filter, or the option, to change; <see langword="null"/> for the filter as a whole.</param>
    public UnsafeFilterException(string message, string? field = null)
        : base(message, field)
    {
    }

    /// <summary>Gets the least number of tasks that the filter addresses, when their number is the reason. The list ends at the first task too many.</summary>
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
