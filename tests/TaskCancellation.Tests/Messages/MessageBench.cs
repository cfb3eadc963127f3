using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Messages;

/// <summary>One registered client, named 'eu' and configured from settings as a user's is, whose calls are made to fail.</summary>
internal sealed class MessageBench : IAsyncDisposable
{
    /// <summary>What no text may show: the value of every credential.</summary>
    internal const string Secret = "c4nary-Secret-5a1f";

    internal const string Name = "eu";
    private readonly Testing.VirtualClock clock = TestClock.Create();
    private readonly bool isReal;
    private readonly ServiceProvider provider;

    /// <summary>Registers the client.</summary>
    /// <param name="service">The service, by the name of its folder.</param>
    /// <param name="endpoint">Where it is.</param>
    /// <param name="network">What answers, in virtual time; null for the network.</param>
    /// <param name="settings">Settings, which replace the usual ones.</param>
    internal MessageBench(string service, Uri endpoint, HttpMessageHandler? network = null, IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(Log);
        var client = Register(services, service, Settings(service, endpoint, settings));
        isReal = network is null;
        if (network is not null)
        {
            services.AddSingleton<TimeProvider>(clock);
            client.ConfigurePrimaryHttpMessageHandler(() => network);
        }

        provider = services.BuildServiceProvider();
        Client = provider.GetRequiredKeyedService<TaskClient>(Name);
    }

    internal CapturedLog Log { get; } = new();

    internal TaskClient Client { get; }

    /// <summary>Well-formed ids.</summary>
    internal static TaskId IdFor(string service) => service switch
    {
        "CloudFoundry" or "TopazImage" => Guid.Parse("00000000-1111-2222-3333-444444444444"),
        "Elasticsearch" => "oTUltX4IQMOUUVeiohTt8A:7",
        _ => 7,
    };

    /// <summary>Registers the client with settings from a configuration.</summary>
    internal static IHttpClientBuilder Register(IServiceCollection services, string service, IConfiguration settings) => service switch
    {
        "CloudFoundry" => services.AddCloudFoundryTaskClient(Name, settings),
        "Elasticsearch" => services.AddElasticsearchTaskClient(Name, settings),
        "Meilisearch" => services.AddMeilisearchTaskClient(Name, settings),
        "TopazImage" => services.AddTopazImageTaskClient(Name, settings),
        "VeevaVault" => services.AddVeevaVaultTaskClient(Name, settings),
        _ => throw new ArgumentException($"There is no service {service}.", nameof(service)),
    };

    /// <summary>The name of the setting that holds the credential.</summary>
    internal static string CredentialOf(string service) => service switch
    {
        "CloudFoundry" => "AccessToken",
        "VeevaVault" => "SessionId",
        _ => "ApiKey",
    };

    /// <summary>What a call throws.</summary>
    internal async Task<Exception> FailAsync(Func<TaskClient, Task> act)
    {
        var acting = act(Client);
        await RunAsync(acting.ContinueWith(_ => { }, TaskScheduler.Default));
        return Assert.CatchAsync(() => acting)!;
    }

    /// <summary>The error of a read of a task.</summary>
    internal Task<Exception> FailToReadAsync(string service) => FailAsync(client => client.FindAsync(IdFor(service)));

    /// <summary>The error of a cancel of a task.</summary>
    internal async Task<Exception> FailToCancelAsync(string service)
    {
        var canceling = Client.CancelAsync(IdFor(service));
        await RunAsync(canceling);
        return (await canceling).Accepted.Outcomes.Single().Error!;
    }

    public ValueTask DisposeAsync() => provider.DisposeAsync();

    // On a real network, time is real too.
    private Task RunAsync(Task task) => isReal ? task : clock.AdvanceUntilCompletedAsync(task);

    private static IConfiguration Settings(string service, Uri endpoint, IEnumerable<KeyValuePair<string, string?>>? settings)
    {
        var usual = new Dictionary<string, string?> { ["Endpoint"] = endpoint.OriginalString, ["MaxRetries"] = "0", ["AllowInsecureHttp"] = "true" };
        if (service == "VeevaVault")
        {
            usual["VaultTimeZone"] = "UTC";
        }

        var own = (settings ?? [new(CredentialOf(service), Secret)]).ToList();
        return new ConfigurationBuilder().AddInMemoryCollection(usual).AddInMemoryCollection(own).Build();
    }
}
