namespace TaskCancellation.Testing;

/// <summary>How states are called in lines.</summary>
internal static class StateWords
{
    internal static string Of(TaskSnapshot task) => task.IsEndUnknown ? "ended in an unknown way" : task.State.ToString();
}
