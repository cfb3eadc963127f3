using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Connections;

/// <summary>A service that the tool speaks to: its name on the command line, and how to make its client.</summary>
/// <param name="Name">The name.</param>
/// <param name="Authentications">The ways to authenticate; of several that fit, the first is taken.</param>
/// <param name="Settings">Settings that only this service has, each with its description.</param>
/// <param name="Create">Makes the client.</param>
internal sealed record ServiceKind(
    string Name,
    IReadOnlyList<Authentication> Authentications,
    IReadOnlyList<(string Name, string Description)> Settings,
    Func<ClientRequest, TaskClient> Create)
{
    internal static IReadOnlyList<ServiceKind> All { get; } = [MeilisearchService.Kind, ElasticsearchService.Kind, CloudFoundryService.Kind, TopazImageService.Kind, VeevaVaultService.Kind];

    internal static ServiceKind Find(string name) =>
        All.FirstOrDefault(service => service.Name == name)
        ?? throw new UsageException($"There is no service '{name}'. The services are {string.Join(", ", All.Select(service => service.Name))}.");

    /// <summary>The way to authenticate that is asked for, or else the first that fits what is given.</summary>
    internal Authentication Choose(string? asked, string? user, bool hasSecret)
    {
        var chosen = asked is not null
            ? Authentications.FirstOrDefault(one => one.Name == asked) ?? throw new UsageException($"{Name} has no --auth {asked}. It has {string.Join(", ", Authentications.Select(one => one.Name))}.")
            : Authentications.FirstOrDefault(one => one.NeedsUser == (user is not null) && one.SecretName is not null == hasSecret)
                ?? Authentications.FirstOrDefault(one => one.NeedsUser == (user is not null))
                ?? throw new UsageException($"{Name} does not authenticate with a user.");
        return chosen.NeedsUser == (user is not null) ? chosen
            : throw new UsageException(chosen.NeedsUser ? $"--auth {chosen.Name} needs --user." : $"--auth {chosen.Name} takes no --user.");
    }
}
