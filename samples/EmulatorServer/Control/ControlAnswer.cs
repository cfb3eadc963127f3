namespace EmulatorServer.Control;

/// <summary>What the control endpoint answers.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">What to write as JSON.</param>
internal sealed record ControlAnswer(int Status, object Body)
{
    internal static ControlAnswer Ok(object body) => new(StatusCodes.Status200OK, body);

    internal static ControlAnswer Created(object body) => new(StatusCodes.Status201Created, body);

    internal static ControlAnswer Error(int status, string message) => new(status, new { error = message });
}
