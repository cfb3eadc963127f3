// Ctrl+C stops the remote work, too. A reindex runs on an emulated Elasticsearch, ten times as fast as real time, and RunToCompletionAsync waits for it.
// Let it run (it takes four seconds), press Ctrl+C, send SIGTERM, or give --cancel-after. Exit codes: 0 it ended by itself, 130 canceled, 124 out of time, 1 not canceled in time.
using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using TaskCancellation;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;

const double Speed = 10;
var cancelAfter = new Option<double?>("--cancel-after") { Description = "Cancel the remote task after so many seconds." };
var command = new RootCommand("Links Ctrl+C to a remote task.") { cancelAfter };
command.SetAction(parsed => RunAsync(parsed.GetValue(cancelAfter)));
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

static async Task<int> RunAsync(double? cancelAfter)
{
    // The program's own token: Ctrl+C and SIGTERM fire it, and the process lives on to see what became of the task.
    using var stop = new CancellationTokenSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

    var clock = VirtualClock.Scaled(Speed);
    using var server = new ElasticsearchEmulator(clock);
    var clientOptions = new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None };
    clientOptions.UseTimeProvider(clock);
    using var client = new ElasticsearchTaskClient(server.CreateClient(), clientOptions);

    var id = default(TaskId);
    var options = new RunOptions
    {
        CancelAfter = cancelAfter is { } seconds ? TimeSpan.FromSeconds(seconds * Speed) : null,
        Wait = new WaitOptions { Progress = new Printer() },
    };
    try
    {
        var ended = await client.RunToCompletionAsync(SubmitAsync, options, stop.Token);
        Print($"The task ended by itself: {ended.State}.");
        return Close(0);
    }
    catch (RunCanceledException canceled)
    {
        Print($"The run was canceled, and the outcome is: {canceled.Outcome?.Verdict.ToString() ?? "none, nothing was submitted"}.");
        return Close(canceled.Outcome is null or { HasEnded: true } ? 130 : 1);
    }
    catch (RunTimeoutException late)
    {
        Print($"The time was up, and the outcome is: {late.Outcome?.Verdict.ToString() ?? "none, nothing was submitted"}.");
        return Close(late.Outcome is null or { HasEnded: true } ? 124 : 1);
    }

    // Starts the work and returns its id; a real program sends its request here, with this token.
    Task<TaskId> SubmitAsync(CancellationToken token)
    {
        id = server.Add(new ElasticsearchTask { RunDuration = TimeSpan.FromSeconds(4 * Speed), CancelDelay = TimeSpan.FromSeconds(0.5 * Speed) });
        Print($"Started the reindex {id}. Press Ctrl+C to cancel it.");
        return Task.FromResult(id);
    }

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true; // Without this, the process would end here and the task would run on.
        Print($"{signal.Signal}: canceling the remote task …");
        stop.Cancel();
    }

    int Close(int exitCode)
    {
        Print($"The server's own record says: {server.Find(id.Value)?.Ending.ToString() ?? "no such task"}.");
        return exitCode;
    }
}

static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

/// <summary>Prints each change that is seen while the run is waited for.</summary>
internal sealed class Printer : IProgress<TaskSnapshot>
{
    private TaskState? last;

    public void Report(TaskSnapshot value)
    {
        if (value.State != last)
        {
            last = value.State;
            Console.WriteLine($"  {value.Id}: {value.State}");
        }
    }
}
