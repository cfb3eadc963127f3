using System.Globalization;

namespace EmulatorServer.Services;

/// <summary>Settings of the emulators that the command line gives.</summary>
internal static class NamedSettings
{
    private const string NewTasksRunFor = "newTasksRunFor";

    /// <summary>Sets one that is written as <c>service.name=value</c>.</summary>
    /// <exception cref="ArgumentException">It is not written so, or there is no such service, setting or value.</exception>
    internal static void Apply(IReadOnlyList<RunningService> services, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 1 || equals < dot)
        {
            throw new ArgumentException($"--set: '{text}' is not written as service.name=value.");
        }

        var service = services.FirstOrDefault(one => one.Name == text[..dot])
            ?? throw new ArgumentException($"--set: There is no service {text[..dot]}, but {string.Join(", ", services.Select(one => one.Name))}.");
        try
        {
            service.Control.Set(text[(dot + 1)..equals], text[(equals + 1)..]);
        }
        catch (ArgumentException unknown)
        {
            throw new ArgumentException($"--set {text}: {service.Name}: {unknown.Message}", unknown);
        }
    }

    /// <summary>Lets tasks that are made over HTTP end after so many seconds: nobody waits at a command line for a test to finish them. An emulator that says how long they run is left as it is.</summary>
    internal static void EndNewTasks(IReadOnlyList<RunningService> services, double seconds)
    {
        foreach (var service in services.Where(service => service.Control.Settings.Any(setting => setting is { Name: NewTasksRunFor, Value: null })))
        {
            service.Control.Set(NewTasksRunFor, seconds.ToString(CultureInfo.InvariantCulture));
        }
    }
}
