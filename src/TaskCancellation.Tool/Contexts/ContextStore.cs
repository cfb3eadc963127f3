using System.Text.Json;
using TaskCancellation.Tool.Connections;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Contexts;

/// <summary>Reads and writes the configuration file. Only its owner may read it, and it is replaced as a whole.</summary>
internal sealed class ContextStore(ToolHost host)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The path of the file, whether it exists or not.</summary>
    internal string FilePath
    {
        get
        {
            if (Given("TASKCANCEL_CONFIG") is { } file)
            {
                return Path.GetFullPath(file);
            }

            var folder = OperatingSystem.IsWindows()
                ? Given("APPDATA")
                : Given("XDG_CONFIG_HOME") ?? (Given("HOME") is { } home ? Path.Combine(home, ".config") : null);
            return Path.Combine(folder ?? throw new UsageException("There is no folder for the configuration file. Set TASKCANCEL_CONFIG to its path."), "taskcancel", "config.json");
        }
    }

    internal ContextFile Read()
    {
        var path = FilePath;
        try
        {
            if (!File.Exists(path))
            {
                return new ContextFile();
            }

            // It names commands that are run: nobody else may have a say in it.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersWrite) != 0)
            {
                throw new UsageException($"The configuration file {path} can be written by others, and is not used. Correct it with: chmod 600 {path}");
            }

            var file = JsonSerializer.Deserialize(File.ReadAllText(path), ContextJson.Default.ContextFile);
            return file is { Version: 1 } ? file : throw new UsageException($"The configuration file {path} is of another version of this tool.");
        }
        catch (JsonException wrong)
        {
            throw new UsageException($"The configuration file {path} is not what this tool writes: {wrong.Message}", wrong);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The configuration file {path} cannot be read: {wrong.Message}", wrong);
        }
    }

    internal void Write(ContextFile file)
    {
        var path = FilePath;
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            }

            var temporary = path + ".new";
            File.Delete(temporary);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var stream = new FileStream(temporary, options))
            {
                JsonSerializer.Serialize(stream, file, ContextJson.Default.ContextFile);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The configuration file {path} cannot be written: {wrong.Message}", wrong);
        }
    }

    /// <summary>The connection of a context; of the current one when no name is given.</summary>
    internal Connection Get(string? name)
    {
        var file = Read();
        var wanted = name ?? file.Current ?? throw new UsageException("Where to? Pass --service and --endpoint, or --context; 'taskcancel context add' stores a context.");
        return file.Contexts.TryGetValue(wanted, out var stored) ? ToConnection(wanted, stored) : throw Unknown(file, wanted);
    }

    internal static UsageException Unknown(ContextFile file, string name) =>
        new($"There is no context '{name}'. {(file.Contexts.Count == 0 ? "There are none yet: 'taskcancel context add' stores one." : $"There are {string.Join(", ", file.Contexts.Keys)}.")}");

    /// <summary>The names for the completion of a shell, which a broken file must not disturb.</summary>
    internal IEnumerable<string> NamesForCompletion()
    {
        try
        {
            return Read().Contexts.Keys;
        }
        catch (UsageException)
        {
            return [];
        }
    }

    internal static StoredContext ToStored(Connection connection) => new()
    {
        Service = connection.Service.Name,
        Endpoint = connection.Endpoint.ToString(),
        Auth = connection.Authentication,
        User = connection.User,
        CredentialEnv = connection.Credential?.Variable,
        CredentialCommand = connection.Credential?.Command,
        CredentialPrompt = connection.Credential?.IsAsked == true ? true : null,
        Settings = connection.Settings.Count == 0 ? null : connection.Settings.ToDictionary(),
        InsecureHttp = connection.AllowsInsecureHttp ? true : null,
    };

    private static Connection ToConnection(string name, StoredContext stored)
    {
        try
        {
            return new Connection
            {
                Service = ServiceKind.Find(stored.Service),
                Endpoint = ConnectionOptions.ParseEndpoint(stored.Endpoint),
                Authentication = stored.Auth,
                User = stored.User,
                Credential = stored.CredentialEnv is { } variable ? new SecretSource(Variable: variable)
                    : stored.CredentialCommand is { } command ? new SecretSource(Command: command)
                    : stored.CredentialPrompt == true ? new SecretSource(IsAsked: true) : null,
                Settings = stored.Settings ?? [],
                AllowsInsecureHttp = stored.InsecureHttp == true,
            };
        }
        catch (UsageException wrong)
        {
            throw new UsageException($"Context '{name}': {wrong.Message}", wrong);
        }
    }

    private string? Given(string variable) => host.GetVariable(variable) is { Length: > 0 } value ? value : null;
}
