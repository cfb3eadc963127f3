using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TaskCancellation.Http;

/// <summary>What every Add…TaskClient does: options that are validated at start, an HTTP client of its own with the single-attempt guard innermost, and the client by type and by key.</summary>
internal static class TaskClientRegistration
{
    private const DynamicallyAccessedMemberTypes OptionMembers = DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicProperties;

    /// <summary>Registers one client.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of its options, and its key; <see langword="null"/> for the default client, whose options have no name and whose key is the service's name.</param>
    /// <param name="serviceName">The service's name.</param>
    /// <param name="configure">Fills the options.</param>
    /// <param name="create">Creates the client.</param>
    /// <param name="configuration">Where the options are read from, to find settings that are none; <see langword="null"/> for code.</param>
    internal static IHttpClientBuilder Add<TClient, [DynamicallyAccessedMembers(OptionMembers)] TOptions>(
        IServiceCollection services, string? name, string serviceName, Action<OptionsBuilder<TOptions>> configure, Func<HttpClient, TOptions, TClient> create, IConfiguration? configuration = null)
        where TClient : HttpTaskClient
        where TOptions : TaskClientOptions
    {
        ArgumentNullException.ThrowIfNull(services);
        if (name is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
        }

        var (optionsName, key) = (name ?? Options.DefaultName, name ?? serviceName);
        AddOptions(services, optionsName, configure, configuration);
        AddClient(services, key, optionsName, isDefault: name is null, create);
        return AddHttpClient(services, HttpNameOf<TClient>(key));
    }

    private static string HttpNameOf<TClient>(string key) => $"{typeof(TClient).FullName}:{key}";

    private static void AddOptions<[DynamicallyAccessedMembers(OptionMembers)] TOptions>(IServiceCollection services, string name, Action<OptionsBuilder<TOptions>> configure, IConfiguration? configuration)
        where TOptions : TaskClientOptions
    {
        var options = services.AddOptions<TOptions>(name);
        if (configuration is not null)
        {
            options.Configure(_ => RequireSettings<TOptions>(name, configuration));
        }

        configure(options);
        options.PostConfigure<IServiceProvider>((settings, provider) =>
        {
            settings.Name = name.Length == 0 ? null : name;
            settings.LoggerFactory ??= provider.GetService<ILoggerFactory>();
            if (provider.GetService<TimeProvider>() is { } clock && settings.TimeProvider == TimeProvider.System)
            {
                settings.UseTimeProvider(clock);
            }
        });
        options.ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new Validator<TOptions>(name));
    }

    private static void AddClient<TClient, [DynamicallyAccessedMembers(OptionMembers)] TOptions>(IServiceCollection services, string key, string optionsName, bool isDefault, Func<HttpClient, TOptions, TClient> create)
        where TClient : HttpTaskClient
        where TOptions : TaskClientOptions
    {
        services.AddKeyedSingleton(key, (provider, _) =>
        {
            var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpNameOf<TClient>(key));
            provider.GetRequiredKeyedService<GuardSlot>(HttpNameOf<TClient>(key)).Guard?.Guard(http);
            return create(http, provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(optionsName));
        });
        services.AddKeyedSingleton<TaskClient>(key, (provider, _) => provider.GetRequiredKeyedService<TClient>(key));
        if (isDefault)
        {
            services.TryAddSingleton(provider => provider.GetRequiredKeyedService<TClient>(key));
        }

        RegisteredKeys.In(services).Add(key);
        services.TryAddSingleton<TaskClient>(static provider => provider.GetRequiredKeyedService<TaskClient>(provider.GetRequiredService<RegisteredKeys>().Only));
    }

    private static IHttpClientBuilder AddHttpClient(IServiceCollection services, string name)
    {
        var slot = new GuardSlot();
        services.AddKeyedSingleton(name, slot);
        var builder = services.AddHttpClient(name)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(HttpTaskClient.CreatePrimaryHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers(); // Four lines for each poll of a wait, with the query; the client's own log tells of requests.

        // After every handler that callers add to the builder, so that the guard stays innermost.
        services.PostConfigure<HttpClientFactoryOptions>(name, http => http.HttpMessageHandlerBuilderActions.Add(
            handlers =>
            {
                // Registered twice under one name, a client still has one guard: a second would stop what the first let pass.
                slot.Guard = handlers.AdditionalHandlers.OfType<SingleAttemptHandler>().FirstOrDefault();
                if (slot.Guard is null)
                {
                    handlers.AdditionalHandlers.Add(slot.Guard = new SingleAttemptHandler());
                }
            }));
        return builder;
    }

    /// <summary>The guard of one HTTP client, known once its handlers are built.</summary>
    private sealed class GuardSlot
    {
        internal SingleAttemptHandler? Guard { get; set; }
    }

    /// <summary>The keys of all task clients, for who asks for the one there is.</summary>
    private sealed class RegisteredKeys
    {
        private readonly List<string> keys = [];

        internal string Only => keys is [var only] ? only : throw new InvalidOperationException(
            $"{keys.Count} task clients are registered: {string.Join(", ", keys.Select(key => $"\"{key}\""))}. Resolve one by its key, as with [FromKeyedServices(\"{keys[0]}\")], or by its type.");

        internal static RegisteredKeys In(IServiceCollection services)
        {
            if (services.FirstOrDefault(service => service.ServiceType == typeof(RegisteredKeys))?.ImplementationInstance is RegisteredKeys known)
            {
                return known;
            }

            var keys = new RegisteredKeys();
            services.AddSingleton(keys);
            return keys;
        }

        internal void Add(string key)
        {
            if (!keys.Contains(key, StringComparer.Ordinal))
            {
                keys.Add(key);
            }
        }
    }

    // What the configuration binder passes over in silence, or fails at without saying where.
    private static void RequireSettings<[DynamicallyAccessedMembers(OptionMembers)] TOptions>(string name, IConfiguration configuration)
    {
        var subject = TaskClientOptions.NameOf(typeof(TOptions), name);
        string[] problems = [.. ConfigurationProblems.Find(typeof(TOptions), configuration).Select(problem => $"{subject}: {problem}")];
        if (problems.Length > 0)
        {
            throw new OptionsValidationException(name, typeof(TOptions), problems);
        }
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

            var subject = TaskClientOptions.NameOf(typeof(TOptions), name);
            string[] problems = [.. options.FindProblems(options.Endpoint).Select(found => $"{subject}: {found.Problem}")];
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
