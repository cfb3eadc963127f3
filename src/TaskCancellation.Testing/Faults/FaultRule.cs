using System.Net.Sockets;

namespace TaskCancellation.Testing;

/// <summary>A fault, and the requests it applies to. A rule without a fault lets the request through.</summary>
public sealed class FaultRule
{
    private readonly Func<EmulatedRequest, int, bool> applies;
    private Func<FaultScene, Task<EmulatedReply>> action = scene => Task.FromResult(scene.Act());
    private int left = int.MaxValue;

    internal FaultRule(Func<EmulatedRequest, int, bool> applies) => this.applies = applies;

    /// <summary>What the rule does, for the request log.</summary>
    internal string Description { get; private set; } = "no fault";

    /// <summary>Limits the rule to the next <paramref name="count"/> matching requests. Without a limit the rule always applies.</summary>
    public FaultRule Times(int count)
    {
        left = count;
        return this;
    }

    /// <summary>Sends <paramref name="reply"/>. The service does not see the request.</summary>
    public FaultRule Respond(EmulatedReply reply) => Do("replaced reply", _ => Task.FromResult(reply));

    /// <summary>Lets the service act, then sends <paramref name="reply"/> instead of its answer, like the 502 or 504 of a proxy.</summary>
    public FaultRule ActThenRespond(EmulatedReply reply) => Do("acted, replaced reply", scene =>
    {
        scene.Act();
        return Task.FromResult(reply);
    });

    /// <summary>Lets the service act, then edits its answer: headers, body, content type, or where the connection breaks.</summary>
    public FaultRule Edit(Func<EmulatedReply, EmulatedReply> edit) => Do("edited reply", scene => Task.FromResult(scene.Act().Then(edit)));

    /// <summary>Refuses the connection. Nothing is sent.</summary>
    public FaultRule Refuse() => Do("refused", _ => throw new HttpRequestException(
        HttpRequestError.ConnectionError, "Connection refused (emulated)", new SocketException((int)SocketError.ConnectionRefused)));

    /// <summary>Resets the connection before the service acts. The client cannot tell that it did not.</summary>
    public FaultRule ResetBeforeActing() => Do("reset before acting", _ => throw Reset());

    /// <summary>Resets the connection after the service has acted. The reply is lost.</summary>
    public FaultRule ResetAfterActing() => Do("reset after acting", scene =>
    {
        scene.Act();
        throw Reset();
    });

    /// <summary>Breaks the connection after <paramref name="bytes"/> bytes of the body.</summary>
    public FaultRule CutBodyAt(int bytes) => Edit(reply => reply with { CutAt = bytes });

    /// <summary>Waits before the service acts.</summary>
    public FaultRule Delay(TimeSpan time) => Do("delayed", async scene =>
    {
        await scene.WaitAsync(time).ConfigureAwait(false);
        return scene.Act();
    });

    /// <summary>Lets the service act at once and delays its reply.</summary>
    public FaultRule DelayReply(TimeSpan time) => Do("reply delayed", async scene =>
    {
        var reply = scene.Act();
        await scene.WaitAsync(time).ConfigureAwait(false);
        return reply;
    });

    /// <summary>Delivers the request twice. The client receives the first reply.</summary>
    public FaultRule Duplicate() => Do("delivered twice", scene =>
    {
        var first = scene.Act();
        scene.Act();
        return Task.FromResult(first);
    });

    /// <summary>Serves the reply that the same request received last, if any, like a stale cache or replica.</summary>
    public FaultRule ServeStale() => Do("stale", scene => Task.FromResult(scene.Previous ?? scene.Act()));

    internal bool Take(EmulatedRequest request, int call) => left > 0 && applies(request, call) && left-- > 0;

    internal Task<EmulatedReply> PlayAsync(FaultScene scene) => action(scene);

    private static HttpRequestException Reset() => new(
        HttpRequestError.Unknown, "An error occurred while sending the request (emulated).", new IOException("Connection reset by peer", new SocketException((int)SocketError.ConnectionReset)));

    private FaultRule Do(string description, Func<FaultScene, Task<EmulatedReply>> fault)
    {
        Description = description;
        action = fault;
        return this;
    }
}

/// <summary>What a fault can do with one request.</summary>
/// <param name="Act">Lets the service handle the request.</param>
/// <param name="WaitAsync">Lets time pass on the emulator's clock.</param>
/// <param name="Previous">What the same request was last answered, if ever.</param>
internal sealed record FaultScene(Func<EmulatedReply> Act, Func<TimeSpan, Task> WaitAsync, EmulatedReply? Previous);
