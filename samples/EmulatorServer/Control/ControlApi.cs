using System.Text.Json;
using System.Text.RegularExpressions;
using EmulatorServer.Services;

namespace EmulatorServer.Control;

/// <summary>The control endpoint for tests: JSON over HTTP, for all services.</summary>
internal sealed partial class ControlApi(IReadOnlyList<RunningService> services, ServerClock clock)
{
    /// <summary>The requests that are not for a single service.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Help = new Dictionary<string, string>
    {
        ["GET /"] = "The address of each service, and all requests of the control port.",
        ["GET /clock"] = "The current instant of the clock that all services share, and its speed.",
        ["POST /clock/advance"] = "Advances it: {\"seconds\":90.5}.",
        ["POST /clock/speed"] = "Sets its speed, as a multiple of real time: {\"speed\":100}; 0 to stop it.",
    };

    internal async Task ServeAsync(HttpContext context)
    {
        var answer = await AnswerAsync(context.Request);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(ControlJson.Text(answer.Body, typeof(JsonElement), indented: true), context.RequestAborted);
    }

    private async Task<ControlAnswer> AnswerAsync(HttpRequest request)
    {
        try
        {
            using var reader = new StreamReader(request.Body);
            var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
            using var body = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            return Route(request.Method, request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries), body.RootElement)
                ?? ControlAnswer.Error(StatusCodes.Status404NotFound, $"There is no {request.Method} {request.Path}; GET / tells what there is.");
        }
        catch (KeyNotFoundException unknown)
        {
            return ControlAnswer.Error(StatusCodes.Status404NotFound, ParameterName().Replace(unknown.Message, ""));
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or FormatException or OverflowException)
        {
            return ControlAnswer.Error(StatusCodes.Status400BadRequest, ParameterName().Replace(wrong.Message, ""));
        }
        catch (Exception refused) when (refused is InvalidOperationException or NotSupportedException)
        {
            return ControlAnswer.Error(StatusCodes.Status409Conflict, refused.Message);
        }
    }

    private ControlAnswer? Route(string method, string[] path, JsonElement body) => (method, path) switch
    {
        ("GET", []) => ControlAnswer.Ok(new RootPage(
            [.. services.Select(service => new ServiceEntry(service.Name, service.Address, "/" + service.Name))],
            Now,
            Help.Concat(ServiceApi.Help).ToDictionary())),
        ("GET", ["clock"]) => ControlAnswer.Ok(Now),
        ("POST", ["clock", "advance"]) => Advance(body),
        ("POST", ["clock", "speed"]) => Scale(body),
        (_, [var name, .. var rest]) when Find(name) is { } service => new ServiceApi(service).Route(method, rest, body),
        _ => null,
    };

    private ClockPage Now => new(clock.Time.GetUtcNow(), clock.Speed);

    private ControlAnswer Advance(JsonElement body)
    {
        clock.Advance(TimeSpan.FromSeconds(Number(body, "seconds")));
        return ControlAnswer.Ok(Now);
    }

    private ControlAnswer Scale(JsonElement body)
    {
        clock.Speed = Number(body, "speed");
        return ControlAnswer.Ok(Now);
    }

    private static double Number(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : throw new ArgumentException($"{name} is needed, a number.");

    private RunningService? Find(string name) => services.FirstOrDefault(service => service.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The parameter name that .NET appends to a message.</summary>
    [GeneratedRegex(@" \(Parameter '[^']*'\)")]
    private static partial Regex ParameterName();
}
