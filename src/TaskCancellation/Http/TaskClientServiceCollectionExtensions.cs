using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TaskCancellation.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers clients of other services than those of this library.</summary>
[Experimental(HttpDoor.DiagnosticId)]
public static class TaskClientServiceCollectionExtensions
{
    /// <summary>Registers a client, resolvable as <typeparamref name="TClient"/>, and as <see cref="TaskCancellation.TaskClient"/> by a key; without a key where it is the only one.</summary>
    /// <remarks>The options are validated when the host starts, by <see cref="TaskClientOptions.FindProblems"/>, and read once. They take the clock and the logger factory of the container unless they name their own.</remarks>
    /// <typeparam name="TClient">The client.</typeparam>
    /// <typeparam name="TOptions">Its options.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="serviceName">The name of the service: the key of a client that has no name.</param>
    /// <param name="create">Creates the client. It must pass the HTTP client on to <see cref="HttpTaskClient"/>.</param>
    /// <param name="configure">Sets the options.</param>
    /// <param name="name">The name of the options, and the key of the client; <see langword="null"/> for the default client, whose options have no name and whose key is <paramref name="serviceName"/>.</param>
    /// <param name="configuration">The section that <paramref name="configure"/> binds, if it binds one: a setting in it that the options do not have fails the validation.</param>
    /// <returns>The builder of its HTTP client, to add handlers to. A handler that resends what must not be sent twice is given the first answer again.</returns>
    /// <example>
    /// <code>
    /// services.AddTaskClient&lt;WorkflowTaskClient, WorkflowTaskClientOptions&gt;(
    ///     WorkflowTaskClient.ServiceName,
    ///     (http, options) => new WorkflowTaskClient(options, http),
    ///     options => options.Configure(settings => settings.Endpoint = new Uri("https://workflows.example.com")));
    /// </code>
    /// </example>
    public static IHttpClientBuilder AddTaskClient<TClient, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>(
        this IServiceCollection services, string serviceName, Func<HttpClient, TOptions, TClient> create, Action<OptionsBuilder<TOptions>> configure, string? name = null, IConfiguration? configuration = null)
        where TClient : HttpTaskClient
        where TOptions : TaskClientOptions
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(serviceName);
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(configure);
        return TaskClientRegistration.Add(services, name, serviceName, configure, create, configuration);
    }
}
