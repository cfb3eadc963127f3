using TaskCancellation.Http;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Connections;

/// <summary>What a client is made from.</summary>
/// <param name="Connection">The service, its address and its settings.</param>
/// <param name="Authentication">The way to authenticate.</param>
/// <param name="Secret">The credential; null where none is needed.</param>
/// <param name="Http">The connection to use; null for the client's own.</param>
/// <param name="Clock">The clock.</param>
internal sealed record ClientRequest(Connection Connection, string Authentication, Secret? Secret, HttpClient? Http, TimeProvider Clock)
{
    internal string User => Connection.User!;

    internal string SecretValue => Secret!.Value;

    /// <summary>Fills in what all services share.</summary>
    internal T Fill<T>(T options)
        where T : TaskClientOptions
    {
        options.Endpoint = Connection.Endpoint;
        options.AllowInsecureHttp = Connection.AllowsInsecureHttp;
        options.UseTimeProvider(Clock);
        return options;
    }

    /// <summary>A setting of this service; null where it is not given.</summary>
    internal string? Setting(string name) => Connection.Settings.GetValueOrDefault(name);

    /// <summary>A setting of this service as a value of another type.</summary>
    internal T? Setting<T>(string name)
        where T : struct, ISpanParsable<T> =>
        Setting(name) is not { } text ? null
        : T.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value
        : throw new UsageException($"--setting {name}: '{text}' is not a {typeof(T).Name}.");

    internal UsageException Unknown() => new($"{Connection.Service.Name} has no --auth {Authentication}.");
}
