using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Meilisearch;
using TaskCancellation.TopazImage;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Http;

/// <summary>What a wrong setting is answered with: which client, which setting, what it is, and what to write instead.</summary>
public sealed class OptionTextTests
{
    [Test]
    public void The_client_and_the_setting_are_named() =>
        Assert.That(ProblemsOf("us", []), Has.Some.StartsWith("ElasticsearchTaskClientOptions 'us': Endpoint is required"));

    [TestCase("Timeout", "30", "Timeout must be from 10 milliseconds to a day; it is 30 days", "30 seconds are 00:00:30")]
    [TestCase("Endpoint", "es.example.com:9200", "it is 'es.example.com:9200'", "absolute http or https")]
    [TestCase("MaxRetries", "99", "MaxRetries must be from 0 to 20; it is 99", "")]
    [TestCase("Endpiont", "https://es.test", "'Endpiont' is not a setting", "Endpoint")]
    [TestCase("Credential:ApiKey", "a-s3cret-key", "Credential is an object that only code can give", "ApiKey")]
    public void A_setting_says_what_it_is_and_what_it_should_be(string setting, string value, string what, string instead)
    {
        var problems = ProblemsOf("eu", new Dictionary<string, string?> { ["Endpoint"] = "https://es.test", ["ApiKey"] = "key", [setting] = value });

        Assert.That(problems, Has.Some.Contains(what).And.Some.Contains(instead).And.All.Not.Contain("s3cret"));
    }

    [Test]
    public void An_attempt_that_may_outlast_its_call_is_an_error_and_a_short_call_shortens_its_attempts()
    {
        Assert.That(() => new MeilisearchTaskClient(new MeilisearchTaskClientOptions { Endpoint = new Uri("https://search.test"), ApiKey = "key", Timeout = TimeSpan.FromSeconds(5), AttemptTimeout = TimeSpan.FromSeconds(6) }),
            Throws.InstanceOf<ArgumentException>().With.Message.StartsWith("MeilisearchTaskClientOptions: AttemptTimeout (00:00:06) must not be longer than Timeout (00:00:05)"));
        Assert.That(new MeilisearchTaskClientOptions { Timeout = TimeSpan.FromSeconds(5) }.AttemptTimeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public void An_address_of_another_api_is_told()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => new VeevaVaultTaskClient(new VeevaVaultTaskClientOptions { Endpoint = new Uri("https://my.veevavault.com/api/v25.3"), SessionId = "s" }), Throws.InstanceOf<ArgumentException>().With.Message.Contains("without /api"));
            Assert.That(() => new TopazImageTaskClient(new TopazImageTaskClientOptions { Endpoint = new Uri("https://api.topazlabs.com/video/v1"), ApiKey = "k" }), Throws.InstanceOf<ArgumentException>().With.Message.Contains("Video API"));
        });
    }

    [Test]
    public void The_default_client_is_configured_without_a_name_and_the_only_client_is_found_without_a_key()
    {
        var services = new ServiceCollection();
        services.AddMeilisearchTaskClient(options => options.ApiKey = "key");
        services.Configure<MeilisearchTaskClientOptions>(options => options.Endpoint = new Uri("https://search.test"));
        using var provider = services.BuildServiceProvider();

        var client = provider.GetRequiredService<TaskClient>();

        Assert.Multiple(() =>
        {
            Assert.That(client.Endpoint, Is.EqualTo(new Uri("https://search.test")));
            Assert.That(client, Is.SameAs(provider.GetRequiredService<MeilisearchTaskClient>()).And.SameAs(provider.GetRequiredKeyedService<TaskClient>(MeilisearchTaskClient.ServiceName)));
            Assert.That(client.Capabilities.ServiceName, Is.EqualTo(MeilisearchTaskClient.ServiceName));
        });
    }

    [Test]
    public void Of_several_clients_the_keys_are_told()
    {
        var services = new ServiceCollection();
        services.AddMeilisearchTaskClient("a", (_, options) => (options.Endpoint, options.ApiKey) = (new Uri("https://a.test"), "key"));
        services.AddMeilisearchTaskClient("b", new ConfigurationBuilder().AddInMemoryCollection([new("Endpoint", "https://b.test")]).Build(), options => options.ApiKey = "key");
        using var provider = services.BuildServiceProvider();

        Assert.Multiple(() =>
        {
            Assert.That(() => provider.GetRequiredService<TaskClient>(), Throws.InvalidOperationException.With.Message.Contains("\"a\", \"b\""));
            Assert.That(provider.GetRequiredKeyedService<TaskClient>("b").Endpoint, Is.EqualTo(new Uri("https://b.test")));
        });
    }

    private static IEnumerable<string> ProblemsOf(string name, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var services = new ServiceCollection();
        services.AddElasticsearchTaskClient(name, new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.BuildServiceProvider();
        return Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptionsMonitor<ElasticsearchTaskClientOptions>>().Get(name))!.Failures;
    }
}
