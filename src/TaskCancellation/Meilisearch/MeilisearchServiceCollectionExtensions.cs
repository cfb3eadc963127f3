using Microsoft.Extensions.Configuration;
using TaskCancellation.Http;
using TaskCancellation.Meilisearch;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="MeilisearchTaskClient"/>s. Settings are checked when the host starts.</summary>
public static class MeilisearchServiceCollectionExtensions
{
    private const string DefaultName = "Meilisearch";

    /// <summary>Registers a client, resolvable by its type and, as <see cref="TaskCancellation.TaskClient"/>, by the key "Meilisearch".</summary>
    /// <returns>The builder of its HTTP client, to add handlers to. A handler that resends what must not be sent twice gets the first answer again.</returns>
    public static IHttpClientBuilder AddMeilisearchTaskClient(this IServiceCollection services, Action<MeilisearchTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, DefaultName, isDefault: true, configure);
    }

    /// <summary>Registers a client with settings from configuration, resolvable by its type and, as <see cref="TaskCancellation.TaskClient"/>, by the key "Meilisearch".</summary>
    public static IHttpClientBuilder AddMeilisearchTaskClient(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, DefaultName, isDefault: true, options => configuration.Bind(options));
    }

    /// <summary>Registers a client resolvable by that key, as itself and as <see cref="TaskCancellation.TaskClient"/>.</summary>
    public static IHttpClientBuilder AddMeilisearchTaskClient(this IServiceCollection services, string name, Action<MeilisearchTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, name, isDefault: false, configure);
    }

    /// <summary>Registers a client with settings from configuration, resolvable by that key, as itself and as <see cref="TaskCancellation.TaskClient"/>.</summary>
    public static IHttpClientBuilder AddMeilisearchTaskClient(this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, name, isDefault: false, options => configuration.Bind(options));
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string name, bool isDefault, Action<MeilisearchTaskClientOptions> configure) =>
        TaskClientRegistration.Add<MeilisearchTaskClient, MeilisearchTaskClientOptions>(
            services, name, isDefault, options => options.Configure(configure), (http, options, logger) => new MeilisearchTaskClient(http, options, logger));
}
