using System.Text.Json;
using EmulatorServer.Services;

namespace EmulatorServer.Control;

/// <summary>The endpoint for whoever tests: JSON over HTTP, about all services.</summary>
internal sealed class ControlApi(IReadOnlyList<RunningService> services, ServerClock clock)
{
    internal async Task ServeAsync(HttpContext context)
    {
        var answer = await AnswerAsync(context.Request);
        context.Response.StatusCode = answer.Status;
        await context.Response.WriteAsJsonAsync(answer.Body, ControlJson.Options, context.RequestAborted);
    }

    private async Task<ControlAnswer> AnswerAsync(HttpRequest request)
    {
        try
        {
            using var reader = new StreamReader(request.Body);
            var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
            using var body = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            return Route(request.Method, request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries), body.RootElement);
        }
        catch (KeyNotFoundException unknown)
        {
            return ControlAnswer.Error(StatusCodes.Status404NotFound, unknown.Message);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or FormatException or OverflowException)
        {
            return ControlAnswer.Error(StatusCodes.Status400BadRequest, wrong.Message);
        }
        catch (Exception refused) when (refused is InvalidOperationException or NotSupportedException)
        {
            return ControlAnswer.Error(StatusCodes.Status409Conflict, refused.Message);
        }
    }

    private ControlAnswer Route(string method, string[] path, JsonElement body) => (method, path) switch
    {
        ("GET", []) => ControlAnswer.Ok(new { services = services.Select(service => new { service.Name, service.Address }), clock = Now }),
        ("GET", ["clock"]) => ControlAnswer.Ok(Now),
        ("POST", ["clock", "advance"]) => Advance(body),
        ("POST", ["clock", "speed"]) => Scale(body),
        (_, [var name, .. var rest]) when Find(name) is { } service => new TaskApi(service.Control).Route(method, rest, body),
        _ => ControlAnswer.Error(StatusCodes.Status404NotFound, $"There is no {method} /{string.Join('/', path)}."),
    };

    private object Now => new { now = clock.Time.GetUtcNow(), speed = clock.Speed };

    private ControlAnswer Advance(JsonElement body)
    {
        clock.Advance(TimeSpan.FromSeconds(body.GetProperty("seconds").GetDouble()));
        return ControlAnswer.Ok(Now);
    }

    private ControlAnswer Scale(JsonElement body)
    {
        clock.Speed = body.GetProperty("speed").GetDouble();
        return ControlAnswer.Ok(Now);
    }

    private RunningService? Find(string name) => services.FirstOrDefault(service => service.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
