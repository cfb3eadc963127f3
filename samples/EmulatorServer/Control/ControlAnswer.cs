using System.Text.Json;

namespace EmulatorServer.Control;

/// <summary>What the control endpoint answers.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">What to write.</param>
internal sealed record ControlAnswer(int Status, JsonElement Body)
{
    internal static ControlAnswer Ok<T>(T body) => new(StatusCodes.Status200OK, ControlJson.Write(body));

    internal static ControlAnswer Created<T>(T body) => new(StatusCodes.Status201Created, ControlJson.Write(body));

    internal static ControlAnswer Error(int status, string message) => new(status, ControlJson.Write(new ErrorPage(message)));
}
