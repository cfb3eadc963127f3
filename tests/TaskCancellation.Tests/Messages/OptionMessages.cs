using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Messages;

/// <summary>Settings that are refused: of one client, from configuration, one wrong at a time.</summary>
internal static class OptionMessages
{
    private const string Area = "Settings";

    private static (string Service, string Setting, string? Value)[] Wrong =>
    [
        ("Elasticsearch", "Endpoint", null),
        ("Elasticsearch", "Endpoint", ""),
        ("Elasticsearch", "Endpoint", "es.example.com:9200"),
        ("Elasticsearch", "Endpoint", "ftp://es.example.com"),
        ("Elasticsearch", "Endpoint", "https://["),
        ("Elasticsearch", "Endpoint", $"https://elastic:{MessageBench.Secret}@es.example.com"),
        ("Elasticsearch", "Endpoint", $"https://es.example.com/?key={MessageBench.Secret}"),
        ("Elasticsearch", "Endpoint", "http://es.example.com:9200"),
        ("Elasticsearch", "Endpiont", "https://es.example.com"),
        ("Elasticsearch", "Timeout", "30"),
        ("Elasticsearch", "Timeout", "soon"),
        ("Elasticsearch", "AttemptTimeout", "00:10:00"),
        ("Elasticsearch", "MaxRetries", "99"),
        ("Elasticsearch", "MaxRetries", "many"),
        ("Elasticsearch", "RetryDelay", "-00:00:01"),
        ("Elasticsearch", "MaxRetryAfter", "2"),
        ("Elasticsearch", "MaxReplyBytes", "1"),
        ("Elasticsearch", "AllowInsecureHttp", "yes"),
        ("Elasticsearch", "CancelLongPollTimeout", "00:05:00"),
        ("Elasticsearch", "ApiKey", null),
        ("Elasticsearch", "ApiKey", $"{MessageBench.Secret} with\nlines"),
        ("Elasticsearch", "BearerToken", MessageBench.Secret),
        ("Elasticsearch", "Credential:ApiKey", MessageBench.Secret),
        ("Elasticsearch", "LoggerFactory", "Console"),
        ("Meilisearch", "ApiKey", null),
        ("Meilisearch", "ApiKey", $"{MessageBench.Secret} "),
        ("Meilisearch", "Credential:ApiKey", MessageBench.Secret),
        ("CloudFoundry", "AccessToken", null),
        ("CloudFoundry", "AccessToken", $"{MessageBench.Secret} and more"),
        ("CloudFoundry", "Username", "admin"),
        ("CloudFoundry", "Flavor", "Kubernetes"),
        ("CloudFoundry", "Flavor", "7"),
        ("TopazImage", "ApiKey", null),
        ("TopazImage", "Endpoint", "https://api.topazlabs.com/video/v1"),
        ("VeevaVault", "SessionId", null),
        ("VeevaVault", "Endpoint", "https://my.veevavault.com/api/v25.3"),
        ("VeevaVault", "ApiVersion", "25"),
        ("VeevaVault", "ApiVersion", "v19.1"),
        ("VeevaVault", "VaultTimeZone", "Middle-earth/Shire"),
        ("VeevaVault", "VaultId", "0"),
        ("VeevaVault", "ClientId", "my client"),
    ];

    internal static IEnumerable<Message> All() =>
    [
        .. Wrong.Select(wrong => Of(wrong.Service, wrong.Setting, wrong.Value)),
        OfCode("Endpoint missing", new MeilisearchTaskClientOptions { ApiKey = "key" }),
        OfCode("Timeout of two days", new MeilisearchTaskClientOptions { ApiKey = "key", Endpoint = new Uri("https://search.test"), Timeout = TimeSpan.FromDays(2) }),
    ];

    // A client that is made without a container has no name.
    private static Message OfCode(string name, MeilisearchTaskClientOptions options) =>
        new("Settings in code", $"Meilisearch: {name}", Assert.Catch(() => new MeilisearchTaskClient(options).Dispose())!);

    private static Message Of(string service, string setting, string? value)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Endpoint"] = "https://service.example.com",
            [MessageBench.CredentialOf(service)] = "key",
            ["VaultTimeZone"] = service == "VeevaVault" ? "UTC" : null,
            [setting] = value,
        };
        var services = new ServiceCollection();
        MessageBench.Register(services, service, new ConfigurationBuilder().AddInMemoryCollection(settings.Where(one => one.Value is not null)).Build());
        using var provider = services.BuildServiceProvider();
        var error = Assert.Catch(() => provider.GetRequiredKeyedService<TaskClient>(MessageBench.Name), $"{service} accepts {setting} '{value}'")!;
        var shown = value is null ? "missing" : $"'{value.ReplaceLineEndings(" ").Replace(MessageBench.Secret, "SECRET", StringComparison.Ordinal)}'";
        return new Message(Area, $"{service}: {setting} {shown}", error);
    }
}
