using System.Globalization;

namespace TaskCancellation.Model.Tests.World;

/// <summary>Between client and emulator: takes note of every request and of every reply.</summary>
internal sealed class Wire(Stage stage) : DelegatingHandler(stage.Service.Emulator)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var exchange = stage.Begin();
        exchange.Interval = stage.Service.LookInterval;
        using var giveUp = cancellationToken.UnsafeRegister(_ => stage.GiveUp(exchange), null);
        try
        {
            var reply = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (exchange.IsEnded)
            {
                return reply;
            }

            exchange.Status = (int)reply.StatusCode;
            exchange.Hint = HintOf(reply);
            if (exchange is { IsCancel: false, IsClean: true })
            {
                await ReadAsync(exchange, reply).ConfigureAwait(false);
            }

            stage.End(exchange, exchange.Status.Value.ToString(CultureInfo.InvariantCulture));
            return reply;
        }
        catch (Exception broken)
        {
            if (!exchange.IsEnded)
            {
                exchange.IsBroken = true;
                stage.End(exchange, broken.GetType().Name);
            }

            throw;
        }
    }

    private static TimeSpan? HintOf(HttpResponseMessage reply) => reply.Headers.RetryAfter switch
    {
        null => null,
        { Delta: { } delta } => delta,
        { Date: { } date } => date - reply.Headers.Date,
        _ => null,
    };

    private async Task ReadAsync(Exchange exchange, HttpResponseMessage reply)
    {
        await reply.Content.LoadIntoBufferAsync().ConfigureAwait(false);
        var body = await reply.Content.ReadAsStringAsync().ConfigureAwait(false);
        exchange.EndsAfter = stage.Service.EndsAfter(body);
        if (stage.Service.IsTurnedAway(body))
        {
            exchange.IsTurnedAway = true;
            exchange.Hint = stage.Service.LookInterval;
        }

        // Whose id comes first in the body, comes first.
        exchange.Shown = [.. stage.Subjects
            .Select(subject => (Id: subject.Id.Value, At: stage.Service.PlaceIn(body, subject.Id)))
            .Where(one => one.At >= 0)
            .OrderBy(one => one.At)
            .Select(one => one.Id)];
    }
}
