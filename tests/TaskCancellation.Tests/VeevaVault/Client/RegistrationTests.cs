using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

[TestFixture]
internal sealed class RegistrationTests : ClientTest
{
    [Test]
    public async Task A_client_from_configuration_speaks_to_its_service()
    {
        Service.On("POST /api/v26.1/services/jobs/actions/cancel", Wire.Cancel(Wire.Taken(1)));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddVeevaVaultTaskClient(Configuration(("Endpoint", "https://vault.test/"), ("SessionId", "configured"), ("ApiVersion", "v26.1"), ("VaultTimeZone", "UTC"), ("UseCsvRequests", "true"), ("VaultId", "900")))
            .ConfigurePrimaryHttpMessageHandler(() => Service);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<VeevaVaultTaskClient>();
        Assert.That((await CancelAsync(client, 1)).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.Multiple(() =>
        {
            Assert.That(Service.Requests[0].Request.Header("Authorization"), Is.EqualTo("configured"));
            Assert.That(Service.Requests[0].Request.BodyText, Is.EqualTo("job_id\n1\n"));
            Assert.That(client.Capabilities.UnsupportedFields.HasFlag(FilterFields.Enqueued), Is.False, "the time zone was bound");
            Assert.That(provider.GetRequiredKeyedService<TaskClient>("Veeva Vault"), Is.SameAs(client));
        });
    }

    [Test]
    public async Task A_client_from_code_is_resolvable()
    {
        var services = new ServiceCollection();
        services.AddVeevaVaultTaskClient(options => (options.Endpoint, options.Credential) = (new Uri("https://a.test"), VeevaVaultCredential.SessionId("a")));
        await using var provider = services.BuildServiceProvider();
        Assert.That(provider.GetRequiredService<VeevaVaultTaskClient>(), Is.Not.Null);
    }

    [Test]
    public async Task Named_clients_stand_side_by_side()
    {
        var services = new ServiceCollection();
        services.AddVeevaVaultTaskClient("a", options => (options.Endpoint, options.Credential) = (new Uri("https://a.test"), VeevaVaultCredential.SessionId("a")));
        services.AddVeevaVaultTaskClient("b", Configuration(("Endpoint", "https://b.test"), ("Username", "u"), ("Password", "p")));
        await using var provider = services.BuildServiceProvider();
        Assert.That(provider.GetRequiredKeyedService<VeevaVaultTaskClient>("a"), Is.Not.SameAs(provider.GetRequiredKeyedService<VeevaVaultTaskClient>("b")));
        Assert.That(provider.GetService<VeevaVaultTaskClient>(), Is.Null);
    }

    [Test]
    public async Task What_is_wrong_is_found_and_no_secret_shown()
    {
        var services = new ServiceCollection();
        services.AddVeevaVaultTaskClient(Configuration(("Endpoint", "https://a.test"), ("Username", "u"), ("SessionId", "s3cret"), ("ApiVersion", "v25.2")));
        await using var provider = services.BuildServiceProvider();
        Assert.That(() => provider.GetRequiredService<VeevaVaultTaskClient>(),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("Password is required").And.Message.Contains("ApiVersion").And.Message.Not.Contains("s3cret"));
    }

    [Test]
    public void No_options_show_a_secret() =>
        Assert.That(new VeevaVaultTaskClientOptions { Password = "s3cret", SessionId = "s3cret" }.ToString(), Does.Not.Contain("s3cret"));

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
