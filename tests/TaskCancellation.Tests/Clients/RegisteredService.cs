using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;
using TaskCancellation.Meilisearch;
using TaskCancellation.TopazImage;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Clients;

/// <summary>How the clients of a service are registered, and how one that is registered speaks.</summary>
/// <param name="Key">The key of the default client.</param>
/// <param name="Client">The client's type.</param>
/// <param name="Add">Adds the default client, set up in code.</param>
/// <param name="AddNamed">Adds a named one.</param>
/// <param name="AddFrom">Adds the default client, set up by configuration.</param>
/// <param name="AddNamedFrom">Adds a named one.</param>
/// <param name="Credential">Sets the credential in code.</param>
internal sealed record RegisteredService(
    string Key,
    Type Client,
    Func<IServiceCollection, Action<TaskClientOptions>?, IHttpClientBuilder> Add,
    Func<IServiceCollection, string, Action<TaskClientOptions>?, IHttpClientBuilder> AddNamed,
    Func<IServiceCollection, IConfiguration?, IHttpClientBuilder> AddFrom,
    Func<IServiceCollection, string, IConfiguration?, IHttpClientBuilder> AddNamedFrom,
    Action<TaskClientOptions> Credential)
{
    internal static RegisteredService[] All { get; } =
    [
        new(
            MeilisearchTaskClient.ServiceName,
            typeof(MeilisearchTaskClient),
            (services, set) => services.AddMeilisearchTaskClient(set!),
            (services, name, set) => services.AddMeilisearchTaskClient(name, set!),
            (services, settings) => services.AddMeilisearchTaskClient(settings!),
            (services, name, settings) => services.AddMeilisearchTaskClient(name, settings!),
            options => ((MeilisearchTaskClientOptions)options).ApiKey = "s3cret")
        {
            Settings = [("ApiKey", "s3cret"), ("Timeout", "00:03:00")],
            Header = ("Authorization", "Bearer s3cret"),
            Id = "1",
            Path = "/tasks/1",
            Reply = """{"uid":1,"status":"enqueued","type":"documentDeletion"}""",
            Wrong =
            [
                ("ApiKey", [], "set ApiKey or Credential"),
                ("ApiKey", [("ApiKey", "s3cret\n")], "ApiKey must be of visible ASCII"),
            ],
        },
        new(
            ElasticsearchTaskClient.ServiceName,
            typeof(ElasticsearchTaskClient),
            (services, set) => services.AddElasticsearchTaskClient(set!),
            (services, name, set) => services.AddElasticsearchTaskClient(name, set!),
            (services, settings) => services.AddElasticsearchTaskClient(settings!),
            (services, name, settings) => services.AddElasticsearchTaskClient(name, settings!),
            options => ((ElasticsearchTaskClientOptions)options).Credential = ElasticsearchCredential.Basic("user", "p4ss"))
        {
            Settings = [("Username", "user"), ("Password", "p4ss"), ("CancelLongPollTimeout", "00:00:05")],
            Header = ("Authorization", "Basic dXNlcjpwNHNz"),
            Id = Elasticsearch.Client.Wire.Id,
            Path = "/_tasks/nA1%3A88",
            Reply = "{\"completed\":false,\"task\":" + Elasticsearch.Client.Wire.Task() + "}",
            Wrong = [("Credential", [("ApiKey", "s3cret"), ("BearerToken", "s3cret")], "given are ApiKey and BearerToken")],
        },
        new(
            CloudFoundryTaskClient.ServiceName,
            typeof(CloudFoundryTaskClient),
            (services, set) => services.AddCloudFoundryTaskClient(set!),
            (services, name, set) => services.AddCloudFoundryTaskClient(name, set!),
            (services, settings) => services.AddCloudFoundryTaskClient(settings!),
            (services, name, settings) => services.AddCloudFoundryTaskClient(name, settings!),
            options => ((CloudFoundryTaskClientOptions)options).AccessToken = "configured")
        {
            Settings = [("AccessToken", "configured"), ("Flavor", "Korifi")],
            Header = ("Authorization", "bearer configured"),
            Id = CloudFoundry.Client.Wire.Guid,
            Path = "/v3/tasks/" + CloudFoundry.Client.Wire.Guid,
            Reply = CloudFoundry.Client.Wire.Task(),
            IsBound = client => !client.Capabilities.ListsByIds,
            OtherCredential = [("ClientId", "id"), ("ClientSecret", "secret")],
            Wrong = [("Password", [("Username", "u"), ("ClientId", "c"), ("ClientSecret", "s3cret")], "Password is required")],
        },
        new(
            TopazImageTaskClient.ServiceName,
            typeof(TopazImageTaskClient),
            (services, set) => services.AddTopazImageTaskClient(set!),
            (services, name, set) => services.AddTopazImageTaskClient(name, set!),
            (services, settings) => services.AddTopazImageTaskClient(settings!),
            (services, name, settings) => services.AddTopazImageTaskClient(name, settings!),
            options => ((TopazImageTaskClientOptions)options).ApiKey = "s3cret")
        {
            Settings = [("ApiKey", "s3cret"), ("Timeout", "00:03:00")],
            Header = ("X-API-Key", "s3cret"),
            Id = TopazImage.Client.Wire.Id,
            Path = "/image/v1/status/" + TopazImage.Client.Wire.Id,
            Reply = TopazImage.Client.Wire.Job(),
            Wrong =
            [
                ("ApiKey", [], "set ApiKey or Credential"),
                ("ApiKey", [("ApiKey", "s3cret\n")], "ApiKey must be of visible ASCII"),
            ],
        },
        new(
            VeevaVaultTaskClient.ServiceName,
            typeof(VeevaVaultTaskClient),
            (services, set) => services.AddVeevaVaultTaskClient(set!),
            (services, name, set) => services.AddVeevaVaultTaskClient(name, set!),
            (services, settings) => services.AddVeevaVaultTaskClient(settings!),
            (services, name, settings) => services.AddVeevaVaultTaskClient(name, settings!),
            options => (((VeevaVaultTaskClientOptions)options).Credential, ((VeevaVaultTaskClientOptions)options).ApiVersion) = (VeevaVaultCredential.SessionId("configured"), "v26.1"))
        {
            Settings = [("SessionId", "configured"), ("ApiVersion", "v26.1"), ("VaultTimeZone", "UTC"), ("VaultId", "900")],
            Header = ("Authorization", "configured"),
            Id = "1",
            Path = "/api/v26.1/services/jobs/1",
            Reply = """{"responseStatus":"SUCCESS","data":{"id":1,"status":"SCHEDULED","created_by":1,"created_date":"2026-01-05T08:00:00.000Z"}}""",
            IsBound = client => !client.Capabilities.UnsupportedFields.HasFlag(FilterFields.Enqueued),
            OtherCredential = [("Username", "u"), ("Password", "p")],
            Wrong = [("ApiVersion", [("Username", "u"), ("SessionId", "s3cret"), ("ApiVersion", "v25.2")], "Password is required")],
        },
    ];

    /// <summary>The settings of the default client in configuration, the endpoint excepted.</summary>
    internal required (string Name, string Value)[] Settings { get; init; }

    /// <summary>The header that the credential comes to.</summary>
    internal required (string Name, string Value) Header { get; init; }

    internal required TaskId Id { get; init; }

    /// <summary>Where the task is read, below the endpoint.</summary>
    internal required string Path { get; init; }

    /// <summary>The task, as it is read.</summary>
    internal required string Reply { get; init; }

    /// <summary>Whether a client shows a setting that only its service has.</summary>
    internal Func<TaskClient, bool> IsBound { get; init; } = _ => true;

    /// <summary>Another credential that configuration can hold.</summary>
    internal (string Name, string Value)[]? OtherCredential { get; init; }

    /// <summary>Settings that are wrong: what the error names, the settings, and what it says.</summary>
    internal required (string Setting, (string Name, string Value)[] Settings, string Problem)[] Wrong { get; init; }

    public override string ToString() => Key;
}
