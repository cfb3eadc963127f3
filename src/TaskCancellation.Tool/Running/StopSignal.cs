using System.Runtime.InteropServices;

namespace TaskCancellation.Tool.Running;

/// <summary>Ctrl+C and SIGTERM: the first asks the tool to stop in order, the second ends the process at once.</summary>
internal sealed class StopSignal : IDisposable
{
    private const string ShowCursor = "\u001b[?25h";
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    internal StopSignal() =>
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];

    internal CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (source.IsCancellationRequested)
        {
            // The default action follows, and takes a hidden cursor with it.
            if (!Console.IsErrorRedirected)
            {
                Console.Error.Write(ShowCursor);
            }

            return;
        }

        context.Cancel = true;
        Console.Error.WriteLine("Stopping: what is on its way is awaited. Press Ctrl+C again to end at once.");
        source.Cancel();
    }
}
