using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="CloudFoundryTaskClient"/>s.</summary>
public static class CloudFoundryServiceCollectionExtensions
{
    /// <summary>Registers a client, resolvable as <see cref="CloudFoundryTaskClient"/>, and as <see cref="TaskCancellation.TaskClient"/> by the key <see cref="CloudFoundryTaskClient.ServiceName"/>; without a key where it is the only one.</summary>
    /// <remarks>Its options have no name: <c>services.Configure&lt;CloudFoundryTaskClientOptions&gt;(…)</c> adds to them. They are validated when the host starts, and read once.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of its HTTP client, to add handlers to. A handler that resends what must not be sent twice is given the first answer again.</returns>
    /// <example>
    /// <code>
    /// services.AddCloudFoundryTaskClient(options =>
    /// {
    ///     options.Endpoint = new Uri("https://service.example.com");
    ///     options.Credential = credential;
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
    /// <param name="configuration">The section that holds the settings. A setting that is none fails the validation.</param>
    /// <param name="configure">Sets what the section does not, after it; <see langword="null"/> for nothing.</param>
    public static IHttpClientBuilder AddCloudFoundryTaskClient(this IServiceCollection services, IConfiguration configuration, Action<CloudFoundryTaskClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, null, options => options.Configure(settings => configuration.Bind(settings)).Configure(configure ?? (static _ => { })), configuration);
    }

    /// <summary>Registers a client of that name: the key by which it is resolved, as itself and as <see cref="TaskCancellation.TaskClient"/>, and the name of its options.</summary>
    /// <inheritdoc cref="AddCloudFoundryTaskClient(IServiceCollection, Action{CloudFoundryTaskClientOptions})"/>
    /// <param name="name">The name.</param>
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
    /// <param name="configuration">The section that holds the settings. A setting that is none fails the validation.</param>
    /// <param name="configure">Sets what the section does not, after it; <see langword="null"/> for nothing.</param>
    public static IHttpClientBuilder AddCloudFoundryTaskClient(this IServiceCollection services, string name, IConfiguration configuration, Action<CloudFoundryTaskClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(name);
        return Add(services, name, options => options.Configure(settings => configuration.Bind(settings)).Configure(configure ?? (static _ => { })), configuration);
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string? name, Action<OptionsBuilder<CloudFoundryTaskClientOptions>> configure, IConfiguration? configuration = null) =>
        TaskClientRegistration.Add(services, name, CloudFoundryTaskClient.ServiceName, configure, static (http, options) => new CloudFoundryTaskClient(http, options), configuration);
}
