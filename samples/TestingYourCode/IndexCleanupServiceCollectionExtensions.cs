using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TaskCancellation.Meilisearch;

namespace TestingYourCode;

/// <summary>The registrations of the application, used by the program and by the tests.</summary>
public static class IndexCleanupServiceCollectionExtensions
{
    /// <summary>Adds the cleanup and its client. The returned builder configures the client's HTTP client: a test sets an emulator as its primary handler.</summary>
    public static IHttpClientBuilder AddIndexCleanup(this IServiceCollection services, Uri endpoint, string apiKey)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new IndexCleanup(provider.GetRequiredService<MeilisearchTaskClient>(), provider.GetRequiredService<TimeProvider>()));
        return services.AddMeilisearchTaskClient(options => (options.Endpoint, options.ApiKey) = (endpoint, apiKey));
    }
}
