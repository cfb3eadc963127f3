using TaskCancellation;

namespace Quickstart;

/// <summary>Tasks in an emulator, each with what the sample expects to be told of it, and the emulator's own record to compare with.</summary>
internal abstract class Scene : IDisposable
{
    private readonly List<Actor> actors = [];

    /// <summary>The client under demonstration.</summary>
    internal abstract TaskClient Client { get; }

    /// <summary>A filter that addresses some of the actors.</summary>
    internal abstract TaskFilter Filter { get; }

    /// <summary>The tasks.</summary>
    internal IReadOnlyList<Actor> Actors => actors;

    /// <summary>The service's own word for what became of a task, from the emulator's store; null when it has no such task.</summary>
    internal abstract string? Record(TaskId id);

    /// <summary>Whether a verdict says what the record says.</summary>
    internal abstract bool Agrees(CancellationVerdict verdict, string? record);

    /// <summary>Lets the task finish just before the service evaluates the next cancel.</summary>
    internal abstract void FinishAsTheCancelLands(TaskId id);

    public abstract void Dispose();

    protected void Add(string story, TaskId id, Part part = Part.ById) => actors.Add(new Actor(id, story, part));
}
