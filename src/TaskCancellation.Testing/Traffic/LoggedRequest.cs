namespace TaskCancellation.Testing;

/// <summary>One line of an emulator's request log.</summary>
/// <param name="Number">The position of the line, counted from 1.</param>
/// <param name="At">When the request arrived, on the server's clock.</param>
/// <param name="Request">The request.</param>
/// <example>
/// <code>
/// Assert.That(emulator.Requests.Count(line => line.Request.Path == "/tasks/cancel"), Is.EqualTo(1));
/// </code>
/// </example>
public sealed record LoggedRequest(int Number, DateTimeOffset At, EmulatedRequest Request)
{
    /// <summary>Gets the status of the answer; <see langword="null"/> while there is none, or when the answer was never sent.</summary>
    public int? Status { get; internal set; }

    /// <summary>Gets a description of the injected fault, or <see langword="null"/>.</summary>
    public string? Fault { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Number} {Request} -> {Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no answer"}{(Fault is null ? "" : $" ({Fault})")}";
}
