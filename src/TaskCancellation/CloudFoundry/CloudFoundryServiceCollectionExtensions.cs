using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides extension methods that register a <see cref="CloudFoundryTaskClient"/> in a service collection.</summary>
public static class CloudFoundryServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="CloudFoundryTaskClient"/> as a singleton.</summary>
    /// <remarks>
    /// <para>The client is resolved by its type or, with the key <see cref="CloudFoundryTaskClient.ServiceName"/>, as a <see cref="TaskCancellation.TaskClient"/>. When it is the only registered client, it is also resolved as a <see cref="TaskCancellation.TaskClient"/> without a key.</para>
    /// <para>Its options have no name: <c>services.Configure&lt;CloudFoundryTaskClientOptions&gt;(…)</c> adds to them. The options are validated when the host starts, and read once.</para>
    /// </remarks>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Configures the options.</param>
    /// <returns>The builder of the client's HTTP client, to add message handlers to. When a handler resends a request that must not be sent twice, it receives the first reply again.</returns>
    /// <example>
    /// <code>
    /// services.AddCloudFoundryTaskClient(options =>
    /// {
    ///     options.Endpoint = new Uri("https://api.example.com");
    ///     options.Credential = CloudFoundryCredential.CliConfig();
    /// });
    /// </code>
    /// </example>
    public static IHttpClientBuilder AddCloudFoundryTaskClient(this IServiceCollection services, Action<CloudFoundryTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, null, options => options.Configure(configure));
    }

    /// <inheritdoc cref="AddCloudFoundryTaskClient(IServiceCollection, Action{CloudFoundryTaskClientOptions})"/>
    public static IHttpClientBuilder AddCloudFoundryTaskClient(this IServiceCollection services, Action<IServiceProvider, CloudFoundryTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, null, options => options.Configure<IServiceProvider>((settings, provider) => configure(provider, settings)));
    }

    /// <inheritdoc cref="AddCloudFoundryTaskClient(IServiceCollection, Action{CloudFoundryTaskClientOptions})"/>
    /// <param name="configuration">The section that holds the settings. A key that is not a setting fails the validation.</param>
    /// <param name="configure">Configures the options after the section was read; <see langword="null"/> to use the section alone.</param>
    public static IHttpClientBuilder AddCloudFoundryTaskClient(this IServiceCollection services, IConfiguration configuration, Action<CloudFoundryTaskClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, null, options => options.Configure(settings => configuration.Bind(settings)).Configure(configure ?? (static _ => { })), configuration);
    }

    /// <summary>Registers a named <see cref="CloudFoundryTaskClient"/> as a singleton.</summary>
    /// <remarks>The name is the key by which the client is resolved, as a <see cref="CloudFoundryTaskClient"/> or as a <see cref="TaskCancellation.TaskClient"/>, and the name of its options. The options are validated when the host starts, and read once.</remarks>
    /// <inheritdoc cref="AddCloudFoundryTaskClient(IServiceCollection, Action{CloudFoundryTaskClientOptions})"/>
    /// <param name="name">The name of the client.</param>
    public static IHttpClientBuilder AddCloudFoundryTaskClient(this IServiceCollection services, string name, Action<CloudFoundryTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentNullException.ThrowIfNull(name);
        return Add(services, name, options => options.Configure(configure));
    }

    /// <inheritdoc cref="AddCloudFoundryTaskClient(IServiceCollection, string, Action{CloudFoundryTaskClientOptions})"/>
    public static IHttpClientBuilder AddCloudFoundryTaskClient(this IServiceCollection services, string name, Action<IServiceProvider, CloudFoundryTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentNullException.ThrowIfNull(name);
        return Add(services, name, options => options.Configure<IServiceProvider>((settings, provider) => configure(provider, settings)));
    }

    /// <inheritdoc cref="AddCloudFoundryTaskClient(IServiceCollection, string, Action{CloudFoundryTaskClientOptions})"/>
    /// <param name="configuration">The section that holds the settings. A key that is not a setting fails the validation.</param>
    /// <param name="configure">Configures the options after the section was read; <see langword="null"/> to use the section alone.</param>
    public static IHttpClientBuilder AddCloudFoundryTaskClient(this IServiceCollection services, string name, IConfiguration configuration, Action<CloudFoundryTaskClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(name);
        return Add(services, name, options => options.Configure(settings => configuration.Bind(settings)).Configure(configure ?? (static _ => { })), configuration);
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string? name, Action<OptionsBuilder<CloudFoundryTaskClientOptions>> configure, IConfiguration? configuration = null) =>
        TaskClientRegistration.Add(services, name, CloudFoundryTaskClient.ServiceName, configure, static (http, options) => new CloudFoundryTaskClient(http, options), configuration);
}
