using Microsoft.Extensions.Configuration;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="CloudFoundryTaskClient"/>s. Settings are checked when the host starts.</summary>
public static class CloudFoundryServiceCollectionExtensions
{
    private const string DefaultName = "CloudFoundry";

    /// <summary>Registers a client, resolvable by its type and, as <see cref="TaskCancellation.TaskClient"/>, by the key "CloudFoundry".</summary>
    /// <returns>The builder of its HTTP client, to add handlers to. A handler that resends what must not be sent twice gets the first answer again.</returns>
    public static IHttpClientBuilder AddCloudFoundryTaskClient(this IServiceCollection services, Action<CloudFoundryTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, DefaultName, isDefault: true, configure);
    }

    /// <summary>Registers a client with settings from configuration, resolvable by its type and, as <see cref="TaskCancellation.TaskClient"/>, by the key "CloudFoundry".</summary>
    public static IHttpClientBuilder AddCloudFoundryTaskClient(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, DefaultName, isDefault: true, options => configuration.Bind(options));
    }

    /// <summary>Registers a client resolvable by that key, as itself and as <see cref="TaskCancellation.TaskClient"/>.</summary>
    public static IHttpClientBuilder AddCloudFoundryTaskClient(this IServiceCollection services, string name, Action<CloudFoundryTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, name, isDefault: false, configure);
    }

    /// <summary>Registers a client with settings from configuration, resolvable by that key, as itself and as <see cref="TaskCancellation.TaskClient"/>.</summary>
    public static IHttpClientBuilder AddCloudFoundryTaskClient(this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, name, isDefault: false, options => configuration.Bind(options));
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string name, bool isDefault, Action<CloudFoundryTaskClientOptions> configure) =>
        TaskClientRegistration.Add<CloudFoundryTaskClient, CloudFoundryTaskClientOptions>(
            services, name, isDefault, options => options.Configure(configure), (http, options, logger) => new CloudFoundryTaskClient(http, options, logger));
}
