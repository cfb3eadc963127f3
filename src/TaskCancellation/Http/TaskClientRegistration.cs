using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TaskCancellation.Http;

/// <summary>What every Add…TaskClient does: options checked at start, an HTTP client of its own, the guard innermost, and the client by type and by key.</summary>
internal static class TaskClientRegistration
{
    /// <summary>Registers one client.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The key of the client.</param>
    /// <param name="isDefault">Also resolvable without the key.</param>
    /// <param name="configure">Fills the options.</param>
    /// <param name="create">Makes the client.</param>
    internal static IHttpClientBuilder Add<TClient, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        IServiceCollection services, string name, bool isDefault, Action<OptionsBuilder<TOptions>> configure, Func<HttpClient, TOptions, ILogger, TClient> create)
        where TClient : HttpTaskClient
        where TOptions : TaskClientOptions
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var httpName = $"{typeof(TClient).FullName}:{name}";
        var options = services.AddOptions<TOptions>(name);
        configure(options);
        options.PostConfigure<IServiceProvider>((settings, provider) =>
        {
            if (provider.GetService<TimeProvider>() is { } clock && settings.TimeProvider == TimeProvider.System)
            {
                settings.UseTimeProvider(clock);
            }
        });
        options.ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new Validator<TOptions>(name));

        // Known once the handlers are built, which is when the HTTP client is made.
        SingleAttemptHandler? guard = null;
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(httpName);
            guard?.Guard(http);
            return create(http, provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name), provider.GetRequiredService<ILoggerFactory>().CreateLogger<TClient>());
        });
        services.AddKeyedSingleton<TaskClient>(name, (provider, key) => provider.GetRequiredKeyedService<TClient>(key));
        if (isDefault)
        {
            services.TryAddSingleton(provider => provider.GetRequiredKeyedService<TClient>(name));
        }

        var builder = services.AddHttpClient(httpName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(HttpTaskClient.CreatePrimaryHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);

        // After every handler that callers add to the builder, so that the guard stays innermost.
        services.PostConfigure<HttpClientFactoryOptions>(httpName, http => http.HttpMessageHandlerBuilderActions.Add(
            handlers =>
            {
                // Registered twice under one name, a client still has one guard: a second would stop what the first let pass.
                guard = handlers.AdditionalHandlers.OfType<SingleAttemptHandler>().FirstOrDefault();
                if (guard is null)
                {
                    handlers.AdditionalHandlers.Add(guard = new SingleAttemptHandler());
                }
            }));
        return builder;
    }

    private sealed class Validator<TOptions>(string name) : IValidateOptions<TOptions>
        where TOptions : TaskClientOptions
    {
        public ValidateOptionsResult Validate(string? optionsName, TOptions options)
        {
            if (optionsName != name)
            {
                return ValidateOptionsResult.Skip;
            }

            string[] problems = [.. options.FindProblems(options.Endpoint).Select(found => found.Problem)];
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
