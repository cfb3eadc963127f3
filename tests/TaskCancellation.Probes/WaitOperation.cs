using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;
using TaskCancellation.Meilisearch;
using TaskCancellation.TopazImage;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Probes;

/// <summary>wait-operation ENDPOINT SERVICE: reads an operation's JSON from standard input, waits for it with the credential of the environment variable PROBE_CREDENTIAL, and writes its verdicts, a line each.</summary>
internal static class WaitOperation
{
    internal const string Name = "wait-operation";

    internal static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var endpoint, var service])
        {
            await Console.Error.WriteLineAsync($"{Name} ENDPOINT SERVICE").ConfigureAwait(false);
            return 2;
        }

        var state = CancellationJson.DeserializeOperation(await Console.In.ReadToEndAsync().ConfigureAwait(false));
        using var client = Create(service, new Uri(endpoint), Environment.GetEnvironmentVariable("PROBE_CREDENTIAL") ?? "");
        var report = await client.Restore(state).WaitForCompletionAsync(new WaitOptions { Timeout = TimeSpan.FromMinutes(1) }).ConfigureAwait(false);
        foreach (var outcome in report.Outcomes)
        {
            await Console.Out.WriteLineAsync(outcome.ToString()).ConfigureAwait(false);
        }

        return 0;
    }

    private static HttpTaskClient Create(string service, Uri endpoint, string credential) => service switch
    {
        "meilisearch" => new MeilisearchTaskClient(new MeilisearchTaskClientOptions { Endpoint = endpoint, ApiKey = credential }),
        "elasticsearch" => new ElasticsearchTaskClient(new ElasticsearchTaskClientOptions { Endpoint = endpoint, Credential = ElasticsearchCredential.Bearer(credential) }),
        "cloudfoundry" => new CloudFoundryTaskClient(new CloudFoundryTaskClientOptions { Endpoint = endpoint, AccessToken = credential }),
        "topaz" => new TopazImageTaskClient(new TopazImageTaskClientOptions { Endpoint = endpoint, ApiKey = credential }),
        "vault" => new VeevaVaultTaskClient(new VeevaVaultTaskClientOptions { Endpoint = endpoint, SessionId = credential }),
        _ => throw new ArgumentException($"'{service}' is no service.", nameof(service)),
    };
}
