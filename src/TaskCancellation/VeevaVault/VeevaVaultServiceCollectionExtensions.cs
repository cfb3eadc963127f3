using Microsoft.Extensions.Configuration;
using TaskCancellation.VeevaVault;
using TaskCancellation.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="VeevaVaultTaskClient"/>s. Settings are checked when the host starts.</summary>
public static class VeevaVaultServiceCollectionExtensions
{
    private const string DefaultName = "VeevaVault";

    /// <summary>Registers a client, resolvable by its type and, as <see cref="TaskCancellation.TaskClient"/>, by the key "VeevaVault".</summary>
    /// <returns>The builder of its HTTP client, to add handlers to. A handler that resends what must not be sent twice gets the first answer again.</returns>
    public static IHttpClientBuilder AddVeevaVaultTaskClient(this IServiceCollection services, Action<VeevaVaultTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, DefaultName, isDefault: true, configure);
    }

    /// <summary>Registers a client with settings from configuration, resolvable by its type and, as <see cref="TaskCancellation.TaskClient"/>, by the key "VeevaVault".</summary>
    public static IHttpClientBuilder AddVeevaVaultTaskClient(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, DefaultName, isDefault: true, options => configuration.Bind(options));
    }

    /// <summary>Registers a client resolvable by that key, as itself and as <see cref="TaskCancellation.TaskClient"/>.</summary>
    public static IHttpClientBuilder AddVeevaVaultTaskClient(this IServiceCollection services, string name, Action<VeevaVaultTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, name, isDefault: false, configure);
    }

    /// <summary>Registers a client with settings from configuration, resolvable by that key, as itself and as <see cref="TaskCancellation.TaskClient"/>.</summary>
    public static IHttpClientBuilder AddVeevaVaultTaskClient(this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, name, isDefault: false, options => configuration.Bind(options));
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string name, bool isDefault, Action<VeevaVaultTaskClientOptions> configure) =>
        TaskClientRegistration.Add<VeevaVaultTaskClient, VeevaVaultTaskClientOptions>(
            services, name, isDefault, options => options.Configure(configure), (http, options, logger) => new VeevaVaultTaskClient(http, options, logger));
}
