namespace TaskCancellation.Testing;

/// <summary>One line of a request log.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="At">When it arrived, on the server's clock.</param>
/// <param name="Request">What arrived.</param>
public sealed record LoggedRequest(int Number, DateTimeOffset At, EmulatedRequest Request)
{
    /// <summary>The status answered, or null while unanswered or when no answer left.</summary>
    public int? Status { get; internal set; }

    /// <summary>The fault that was played, in words, or null.</summary>
    public string? Fault { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Number} {Request} -> {Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no answer"}{(Fault is null ? "" : $" ({Fault})")}";
}
