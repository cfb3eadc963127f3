using System.Text.Json;
using System.Text.RegularExpressions;
using EmulatorServer.Page;
using EmulatorServer.Services;

namespace EmulatorServer.Control;

/// <summary>The control endpoint for tests: JSON over HTTP, for all services; and the page for people.</summary>
internal sealed partial class ControlApi(IReadOnlyList<RunningService> services, ServerClock clock, OriginGuard guard)
{
    private readonly LiveFeed feed = new(services, clock);

    /// <summary>The requests that are not for a single service.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Help = new Dictionary<string, string>
    {
        ["GET /"] = "The address of each service, and all requests of the control port. Browsers, which ask for text/html, are answered the page.",
        ["GET /events"] = "What the page shows, as server-sent events: all tasks at first, then what changes.",
        ["GET /clock"] = "The current instant of the clock that all services share, and its speed.",
        ["POST /clock/advance"] = "Advances it: {\"seconds\":90.5}.",
        ["POST /clock/speed"] = "Sets its speed, as a multiple of real time: {\"speed\":100}; 0 to stop it.",
    };

    internal async Task ServeAsync(HttpContext context)
    {
        // No other page can show, load, or read what is here.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.Headers.CacheControl = "no-store";
        var refusal = guard.RefusalOf(context.Request);
        if (refusal is null && HttpMethods.IsGet(context.Request.Method))
        {
            switch (context.Request.Path.Value)
            {
                case "/" when context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase):
                    await QueuePage.WriteAsync(context);
                    return;
                case "/events":
                    await feed.ServeAsync(context);
                    return;
                default:
                    break;
            }
        }

        var answer = refusal is null ? await AnswerAsync(context.Request) : ControlAnswer.Error(StatusCodes.Status403Forbidden, refusal);
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
            return await RouteAsync(request.Method, request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries), body.RootElement, request.HttpContext.RequestAborted)
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

    private async Task<ControlAnswer?> RouteAsync(string method, string[] path, JsonElement body, CancellationToken cancellationToken) => (method, path) switch
    {
        ("GET", []) => ControlAnswer.Ok(new RootPage(
            [.. services.Select(service => new ServiceEntry(service.Name, service.Address, "/" + service.Name))],
            Now,
            Help.Concat(ServiceApi.Help).ToDictionary())),
        ("GET", ["clock"]) => ControlAnswer.Ok(Now),
        ("POST", ["clock", "advance"]) => Advance(body),
        ("POST", ["clock", "speed"]) => Scale(body),
        (_, [var name, .. var rest]) when Find(name) is { } service => await new ServiceApi(service).RouteAsync(method, rest, body, cancellationToken),
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
