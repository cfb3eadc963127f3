using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;
using TaskCancellation.Meilisearch;
using TaskCancellation.TopazImage;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Clients;

/// <summary>Settings of a section, and those that code adds to them.</summary>
public sealed class ConfigureAfterTests
{
    private static readonly IConfiguration Section = new ConfigurationBuilder().AddInMemoryCollection([new("MaxRetries", "7"), new("Timeout", "00:01:00")]).Build();

    private static IEnumerable<TestCaseData> Services()
    {
        yield return Case<MeilisearchTaskClientOptions>("Meilisearch", (services, name, set) => name is null ? services.AddMeilisearchTaskClient(Section, set) : services.AddMeilisearchTaskClient(name, Section, set));
        yield return Case<ElasticsearchTaskClientOptions>("Elasticsearch", (services, name, set) => name is null ? services.AddElasticsearchTaskClient(Section, set) : services.AddElasticsearchTaskClient(name, Section, set));
        yield return Case<CloudFoundryTaskClientOptions>("CloudFoundry", (services, name, set) => name is null ? services.AddCloudFoundryTaskClient(Section, set) : services.AddCloudFoundryTaskClient(name, Section, set));
        yield return Case<TopazImageTaskClientOptions>("TopazImage", (services, name, set) => name is null ? services.AddTopazImageTaskClient(Section, set) : services.AddTopazImageTaskClient(name, Section, set));
        yield return Case<VeevaVaultTaskClientOptions>("VeevaVault", (services, name, set) => name is null ? services.AddVeevaVaultTaskClient(Section, set) : services.AddVeevaVaultTaskClient(name, Section, set));

        static TestCaseData Case<T>(string service, Func<IServiceCollection, string?, Action<T>?, IHttpClientBuilder> add)
            where T : TaskClientOptions => new TestCaseData((string? name, bool isSet) =>
        {
            var services = new ServiceCollection();
            add(services, name, isSet ? options => (options.MaxRetries, options.RetryDelay) = (options.MaxRetries + 1, TimeSpan.FromSeconds(9)) : null);
            using var provider = services.BuildServiceProvider();
            var options = ((IConfigureOptions<T>[])[.. provider.GetServices<IConfigureOptions<T>>()]).Aggregate(Activator.CreateInstance<T>(), (made, one) =>
            {
                ((IConfigureNamedOptions<T>)one).Configure(name ?? Options.DefaultName, made);
                return made;
            });
            return (options.MaxRetries, options.RetryDelay, options.Timeout);
        }).SetArgDisplayNames(service);
    }

    [TestCaseSource(nameof(Services))]
    public void Code_comes_after_the_section_and_the_section_alone_is_enough(Func<string?, bool, (int MaxRetries, TimeSpan RetryDelay, TimeSpan Timeout)> optionsOf)
    {
        foreach (var name in new[] { null, "eu" })
        {
            Assert.That(optionsOf(name, true), Is.EqualTo((8, TimeSpan.FromSeconds(9), TimeSpan.FromMinutes(1))));
            Assert.That(optionsOf(name, false), Is.EqualTo((7, TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(1))));
        }
    }
}
