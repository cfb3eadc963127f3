using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TaskCancellation.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Client;

[TestFixture]
internal sealed class RegistrationTests : ClientTest
{
    [Test]
    public async Task A_client_from_configuration_speaks_to_its_service()
    {
        Service.On(ReadLine, Wire.TaskReply(200));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddCloudFoundryTaskClient(Configuration(("Endpoint", "https://api.cf.test/"), ("AccessToken", "configured"), ("Flavor", "Korifi")))
            .ConfigurePrimaryHttpMessageHandler(() => Service);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<CloudFoundryTaskClient>();
        Assert.That(await RunAsync(client.FindAsync(Wire.Guid)), Is.Not.Null);
        Assert.Multiple(() =>
        {
            Assert.That(Service.Requests[0].Request.Header("Authorization"), Is.EqualTo("bearer configured"));
            Assert.That(client.Capabilities.ListsByIds, Is.False, "the flavor was bound");
            Assert.That(provider.GetRequiredKeyedService<TaskClient>("Cloud Foundry"), Is.SameAs(client));
        });
    }

    [Test]
    public async Task A_client_from_code_is_found_by_its_type_and_by_its_key()
    {
        var services = new ServiceCollection();
        services.AddCloudFoundryTaskClient(options => (options.Endpoint, options.AccessToken) = (new Uri("https://a.test"), "a"));
        await using var provider = services.BuildServiceProvider();
        Assert.That(provider.GetRequiredService<CloudFoundryTaskClient>(), Is.SameAs(provider.GetRequiredKeyedService<TaskClient>("Cloud Foundry")));
    }

    [Test]
    public async Task Named_clients_stand_side_by_side()
    {
        var services = new ServiceCollection();
        services.AddCloudFoundryTaskClient("a", options => (options.Endpoint, options.Credential) = (new Uri("https://a.test"), CloudFoundryCredential.AccessToken("a")));
        services.AddCloudFoundryTaskClient("b", Configuration(("Endpoint", "https://b.test"), ("ClientId", "id"), ("ClientSecret", "secret")));
        await using var provider = services.BuildServiceProvider();
        Assert.That(provider.GetRequiredKeyedService<CloudFoundryTaskClient>("a"), Is.Not.SameAs(provider.GetRequiredKeyedService<CloudFoundryTaskClient>("b")));
        Assert.That(provider.GetService<CloudFoundryTaskClient>(), Is.Null);
    }

    [Test]
    public async Task A_missing_credential_is_found_and_no_secret_shown()
    {
        var services = new ServiceCollection();
        services.AddCloudFoundryTaskClient(Configuration(("Endpoint", "https://a.test"), ("Username", "u"), ("ClientId", "c"), ("ClientSecret", "s3cret")));
        await using var provider = services.BuildServiceProvider();
        Assert.That(() => provider.GetRequiredService<CloudFoundryTaskClient>(),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("Password is required").And.Message.Not.Contains("s3cret"));
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
