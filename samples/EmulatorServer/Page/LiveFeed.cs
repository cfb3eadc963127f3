using System.Text;
using EmulatorServer.Control;
using EmulatorServer.Services;

namespace EmulatorServer.Page;

/// <summary>Tells a page what changes, as server-sent events. Each page is told everything first.</summary>
internal sealed class LiveFeed(IReadOnlyList<RunningService> services, ServerClock clock)
{
    /// <summary>How often the services are looked at.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    /// <summary>A look at many tasks takes long: the pause after it is so many times as long, so that an open page leaves the machine to the tests.</summary>
    private const int Rest = 15;

    internal async Task ServeAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        var watches = services.Select(service => new ServiceWatch(service)).ToList();
        ClockPage? told = null;
        try
        {
            await WriteAsync(context, "retry: 1000\n\n");
            while (true)
            {
                var begin = TimeProvider.System.GetTimestamp();
                var news = new StringBuilder();
                var now = new ClockPage(clock.Time.GetUtcNow(), clock.Speed);
                if (now != told)
                {
                    told = now;
                    Append(news, "clock", now);
                }

                foreach (var change in watches.Select(watch => watch.Look()).OfType<ServiceChange>())
                {
                    Append(news, "service", change);
                }

                var pause = TimeProvider.System.GetElapsedTime(begin) * Rest;
                await WriteAsync(context, news.ToString());
                await Task.Delay(pause > Beat ? pause : Beat, TimeProvider.System, context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the server stops.
        }
    }

    private static void Append<T>(StringBuilder to, string name, T value) => to.Append($"event: {name}\ndata: {ControlJson.Text(value, typeof(T))}\n\n");

    private static async Task WriteAsync(HttpContext context, string text)
    {
        if (text.Length > 0)
        {
            await context.Response.WriteAsync(text, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
