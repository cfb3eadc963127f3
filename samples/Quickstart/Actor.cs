using TaskCancellation;

namespace Quickstart;

/// <summary>A task of a scene.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Story">What it is, in words.</param>
/// <param name="Part">How it is canceled.</param>
internal sealed record Actor(TaskId Id, string Story, Part Part);
