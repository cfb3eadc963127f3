using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TaskCancellation.Meilisearch;

namespace TestingYourCode;

/// <summary>How the application registers it all: once here, used by the program and by the tests.</summary>
public static class IndexCleanupServiceCollectionExtensions
{
    /// <summary>Adds the cleanup and the client it needs. The builder is of the client's HTTP client, for handlers of your own; a test puts an emulator below it.</summary>
    public static IHttpClientBuilder AddIndexCleanup(this IServiceCollection services, Uri endpoint, string apiKey)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new IndexCleanup(provider.GetRequiredService<MeilisearchTaskClient>(), provider.GetRequiredService<TimeProvider>()));
        return services.AddMeilisearchTaskClient(options => (options.Endpoint, options.ApiKey) = (endpoint, apiKey));
    }
}
