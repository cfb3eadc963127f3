using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Finds and reads the cf CLI's config.json. It is never written.</summary>
internal static class CliConfigFile
{
    private const string Folder = ".cf";
    private const string Name = "config.json";

    /// <summary>Where the cf CLI keeps it on this machine.</summary>
    internal static string DefaultPath() => PathFor(OperatingSystem.IsWindows(), Environment.GetEnvironmentVariable)
        ?? throw new TaskClientException("The cf CLI's configuration cannot be found: neither CF_HOME nor a home directory is set.");

    /// <summary>Where the cf CLI keeps it, by the rules of its platform; null when the environment names no home.</summary>
    internal static string? PathFor(bool isWindows, Func<string, string?> variable)
    {
        var home = NotEmpty(variable("CF_HOME")) ?? (isWindows
            ? NotEmpty(variable("HOMEDRIVE") + variable("HOMEPATH")) ?? NotEmpty(variable("USERPROFILE"))
            : NotEmpty(variable("HOME")));
        return home is null ? null : string.Join(isWindows ? '\\' : '/', home.TrimEnd(isWindows ? ['\\', '/'] : ['/']), Folder, Name);
    }

    /// <summary>Reads it at once: it is small and local, and no clock runs on beside it.</summary>
    /// <exception cref="TaskClientException">It is not there or not what the cf CLI writes. The message shows nothing of it.</exception>
    internal static CliConfig Read(string path)
    {
        try
        {
            return WireReader.TryRead(File.ReadAllBytes(path), CliConfig.Read, out var config) ? config! : throw Unreadable(path, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error);
        }
    }

    private static TaskClientException Unreadable(string path, Exception? error) =>
        new($"The cf CLI's configuration {path} {(error is null ? "is not what the cf CLI writes" : "cannot be read")}. Log in with 'cf login'.", error);

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
