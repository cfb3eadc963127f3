using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Conformance;

/// <summary>One service for the conformance suite: its emulator, its client, and how to set scenes in it. What is true is read from the emulator's rows, in the harness's own words.</summary>
public abstract class ServiceHarness(VirtualClock clock, HarnessTransport? transport = null) : IAsyncDisposable
{
    public VirtualClock Clock { get; } = clock;

    /// <summary>How the client reaches the emulator; by a call unless told otherwise.</summary>
    protected HarnessTransport Transport { get; } = transport ?? new HarnessTransport(clock);

    public abstract ServiceEmulator Emulator { get; }

    public abstract TaskClient Client { get; }

    /// <summary>What the client shows the service.</summary>
    public abstract string Key { get; }

    /// <summary>A scope that the tasks below belong to, unless told otherwise.</summary>
    public abstract string Scope { get; }

    /// <summary>Another one, which exists.</summary>
    public abstract string OtherScope { get; }

    /// <summary>A well-formed id that no task has.</summary>
    public abstract TaskId UnknownId { get; }

    /// <summary>Ids that the service's grammar does not allow.</summary>
    public abstract IEnumerable<string> MalformedIds { get; }

    /// <summary>The service answers a cancel only once it is done, so that the first verdict is the last (Topaz).</summary>
    public virtual bool CancelsAtOnce => false;

    /// <summary>The service says which version it is.</summary>
    public virtual bool HasVersion => true;

    /// <summary>A client whose credential the service does not accept.</summary>
    public abstract TaskClient CreateUnauthorizedClient();

    /// <summary>The filter that picks the tasks of a scope: by whatever the service groups tasks.</summary>
    public virtual TaskFilter FilterBy(string scope) => new() { Scopes = [scope] };

    /// <summary>A task that goes on until it is canceled or told otherwise.</summary>
    public abstract TaskId AddRunning(string? scope = null);

    /// <summary>A task that waits to begin.</summary>
    public abstract TaskId AddPending(string? scope = null);

    /// <summary>A task that accepts a cancel and does not stop for it; where cancels are done at once, one that refuses it.</summary>
    public abstract TaskId AddStuck();

    /// <summary>A task in a state that no client knows; null where the wire has no words for states.</summary>
    public abstract TaskId? AddInUnknownState();

    /// <summary>A task that has ended so.</summary>
    public abstract TaskId AddEnded(TaskState state);

    /// <summary>A task that ends well after that time if nothing else happens.</summary>
    public abstract TaskId AddRunningFor(TimeSpan time);

    /// <summary>Runs the action just before the service evaluates a cancel.</summary>
    public abstract void BeforeCancel(Action action);

    /// <summary>Ends the task well, now.</summary>
    public abstract void Finish(TaskId id);

    /// <summary>Takes the task away, as pruning does.</summary>
    public abstract void Remove(TaskId id);

    /// <summary>What the emulator's record says of the task; null when it has none.</summary>
    public abstract TaskState? Truth(TaskId id);

    /// <summary>Whether a request is a cancel.</summary>
    public abstract bool IsCancel(EmulatedRequest request);

    /// <summary>A body of the service for a passing failure after which nothing was done.</summary>
    public abstract EmulatedReply Throttled { get; }

    /// <summary>Lets time pass until that has ended.</summary>
    public virtual Task RunAsync(Task task) => Transport.RunAsync(task);

    /// <summary>Lets that much time pass.</summary>
    public virtual Task PassAsync(TimeSpan time) => Transport.PassAsync(time);

    /// <summary>From now on nobody answers at the address.</summary>
    public virtual Task RefuseConnectionsAsync() => Transport.RefuseConnectionsAsync(Emulator);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Transport.DisposeAsync();
    }

    /// <summary>An HTTP client on the emulator.</summary>
    protected HttpClient Connect() => Transport.Connect(Emulator);
}
