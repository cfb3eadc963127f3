using TaskCancellation.Testing;

namespace EmulatorServer.Sockets;

/// <summary>Carries requests from a socket to an emulator, and its replies back.</summary>
internal sealed class Bridge(ServiceEmulator emulator) : IDisposable
{
    private readonly HttpMessageInvoker invoker = new(emulator, disposeHandler: false);

    /// <summary>Serves one request. A fault of the emulator aborts the connection.</summary>
    internal async Task ServeAsync(HttpContext context)
    {
        try
        {
            using var request = await BridgedRequest.ReadAsync(context, emulator.BaseAddress);
            using var response = await invoker.SendAsync(request, context.RequestAborted);
            await BridgedReply.WriteAsync(context, response);
        }
        catch (Exception end) when (!context.Response.HasStarted && end is HttpRequestException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    public void Dispose() => invoker.Dispose();
}
