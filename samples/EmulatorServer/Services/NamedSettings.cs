using System.Globalization;

namespace EmulatorServer.Services;

/// <summary>The emulator settings of the command line.</summary>
internal static class NamedSettings
{
    private const string NewTasksRunFor = "newTasks.runDuration";
    private const double Usual = 5;

    /// <summary>Applies a setting in the form <c>service.name=value</c>.</summary>
    /// <exception cref="ArgumentException">The form is wrong, or there is no such service, setting, or value.</exception>
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

    /// <summary>Sets how long tasks created over HTTP run. There is no test that would finish them: where neither the command line nor the emulator says otherwise, they end after a few seconds.</summary>
    /// <param name="services">The services.</param>
    /// <param name="seconds">How long, for all services; below 0 to run until they are finished. Null for the default.</param>
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
