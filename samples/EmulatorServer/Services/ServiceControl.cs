using System.Text.Json;
using TaskCancellation.Testing;

namespace EmulatorServer.Services;

/// <summary>What the control endpoint can do with an emulator.</summary>
internal abstract class ServiceControl : IDisposable
{
    internal abstract ServiceEmulator Emulator { get; }

    /// <summary>Every task, as the emulator has it.</summary>
    internal abstract object Rows { get; }

    /// <summary>Adds a task, written as the emulator's own record of options, and returns its id.</summary>
    internal abstract string Add(JsonElement task);

    internal abstract void Hold(string id);

    internal virtual void Release(string id) => throw new NotSupportedException("A hold of this service has no end: finish or fail the task.");

    internal abstract void Finish(string id);

    internal abstract void Fail(string id, string reason);

    internal abstract void Remove(string id);

    public void Dispose()
    {
        Emulator.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static T Read<T>(JsonElement task) =>
        task.Deserialize<T>(ControlJson.Options) ?? throw new JsonException("A task is an object.");
}
