using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Comparing;

/// <summary>What of a service's replies is held against the recordings. Status and JSON paths with the types of their values always are.</summary>
internal abstract class ReplyRules
{
    /// <summary>The headers that matter: there with this value, or absent, as recorded.</summary>
    internal abstract IReadOnlyList<string> Headers { get; }

    /// <summary>Whether a header of a reply is not compared: the recorder did not keep it.</summary>
    internal virtual bool IsHeaderFree(string name, RecordedStep step) => false;

    /// <summary>Whether the value of a header that both replies have may differ.</summary>
    internal virtual bool MayHeaderDiffer(string name, RecordedStep step) => false;

    /// <summary>Whether the value at a path, such as <c>$.tasks[0].status.total</c>, may differ from the recorded one as long as its type does not; with the reason next to the rule.</summary>
    internal abstract bool MayDiffer(string path, RecordedStep step);

    /// <summary>Whether the object at a path has members of its own in every run, so that neither their names nor their number are compared.</summary>
    internal virtual bool IsOpen(string path, RecordedStep step) => false;

    /// <summary>Whether the items of the array at a path come in any order.</summary>
    internal virtual bool IsUnordered(string path, RecordedStep step) => false;

    /// <summary>Whether a body that is not JSON may have any text.</summary>
    internal virtual bool IsTextFree(RecordedStep step) => false;

    /// <summary>Whether a recorded member stands for every member that its name matches: the recorder gave several the same name, and kept one.</summary>
    internal virtual bool StandsForSeveral(string name) => false;
}
