using System.Text.Json;
using EmulatorServer.Services;

namespace EmulatorServer.Control;

/// <summary>The part of the control endpoint that is about the tasks of one service.</summary>
internal sealed class TaskApi(ServiceControl control)
{
    private const string DefaultReason = "failed by the control endpoint";

    internal ControlAnswer Route(string method, string[] path, JsonElement body) => (method, path) switch
    {
        ("GET", ["tasks"]) => ControlAnswer.Ok(control.Rows),
        ("POST", ["tasks"]) => new ControlAnswer(StatusCodes.Status201Created, new { id = control.Add(body) }),
        ("POST", ["tasks", var id, "hold"]) => Done(() => control.Hold(id)),
        ("POST", ["tasks", var id, "release"]) => Done(() => control.Release(id)),
        ("POST", ["tasks", var id, "finish"]) => Done(() => control.Finish(id)),
        ("POST", ["tasks", var id, "fail"]) => Done(() => control.Fail(id, ReasonIn(body))),
        ("POST", ["tasks", var id, "remove"]) => Done(() => control.Remove(id)),
        ("GET", ["requests"]) => ControlAnswer.Ok(control.Emulator.Requests.Select(line => new
        {
            line.Number,
            line.At,
            request = line.Request.ToString(),
            body = line.Request.BodyText,
            line.Status,
            line.Fault,
        })),
        _ => ControlAnswer.Error(StatusCodes.Status404NotFound, $"There is no {method} …/{string.Join('/', path)}."),
    };

    private static string ReasonIn(JsonElement body) =>
        body.TryGetProperty("reason", out var reason) && reason.GetString() is { Length: > 0 } text ? text : DefaultReason;

    private ControlAnswer Done(Action act)
    {
        try
        {
            act();
            return ControlAnswer.Ok(control.Rows);
        }
        catch (ArgumentException unknown)
        {
            return ControlAnswer.Error(StatusCodes.Status404NotFound, unknown.Message);
        }
    }
}
