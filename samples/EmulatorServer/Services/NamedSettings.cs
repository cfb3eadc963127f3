using System.Globalization;

namespace EmulatorServer.Services;

/// <summary>Settings of the emulators that the command line gives.</summary>
internal static class NamedSettings
{
    private const string NewTasksRunFor = "newTasks.runDuration";
    private const double Usual = 5;

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

    /// <summary>Says how long tasks run that are made over HTTP. Nobody waits at a command line for a test to finish them: where neither the command line nor the emulator says so, they end after a few seconds.</summary>
    /// <param name="services">The services.</param>
    /// <param name="seconds">How long, at all services; below 0 until they are finished. Null for what is usual.</param>
    internal static void EndNewTasks(IReadOnlyList<RunningService> services, double? seconds)
    {
        foreach (var service in services)
        {
            var setting = service.Control.Settings.FirstOrDefault(setting => setting.Name == NewTasksRunFor);
            if (setting is not null && (seconds is not null || setting.Value is null))
            {
                service.Control.Set(NewTasksRunFor, seconds < 0 ? "" : (seconds ?? Usual).ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
