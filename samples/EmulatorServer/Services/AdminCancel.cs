using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.Elasticsearch;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.Testing.VeevaVault;

namespace EmulatorServer.Services;

/// <summary>The service's own request to cancel one task, as its clients send it.</summary>
/// <typeparam name="TUser">The type of the service's users.</typeparam>
/// <param name="Method">The method.</param>
/// <param name="Path">The path below the address of the service.</param>
/// <param name="Credential">The header that lets the request in; null where the service is open.</param>
/// <param name="Admin">Who sends it, a user whose credential no one else knows; null where none is needed.</param>
/// <param name="Content">The body; null for none.</param>
internal sealed record AdminCancel<TUser>(HttpMethod Method, string Path, (string Name, string Value)? Credential = null, TUser? Admin = null, HttpContent? Content = null)
    where TUser : EmulatedUser
{
    internal HttpRequestMessage ToMessage(Uri service)
    {
        var message = new HttpRequestMessage(Method, new Uri(service, Path)) { Content = Content };
        if (Credential is { } credential)
        {
            message.Headers.TryAddWithoutValidation(credential.Name, credential.Value);
        }

        return message;
    }
}

/// <summary>The cancel request of each service. Users and actions of a test can take any credential away, so the requests bring their own.</summary>
internal static class AdminCancel
{
    private const string Name = "control-port";
    private static readonly string Secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    internal static AdminCancel<MeilisearchUser> Of(MeilisearchEmulator emulator, MeilisearchRow row) =>
        new(HttpMethod.Post, $"tasks/cancel?uids={row.Id}", emulator.MasterKey is { } key ? ("Authorization", $"Bearer {key}") : null);

    internal static AdminCancel<ElasticsearchUser> Of(ElasticsearchEmulator emulator, ElasticsearchRow row)
    {
        var path = $"_tasks/{Uri.EscapeDataString(row.Id)}/_cancel";
        return emulator.IsSecured
            ? new(HttpMethod.Post, path, ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Name}:{Secret}"))}"), new() { Name = Name, Password = Secret })
            : new(HttpMethod.Post, path);
    }

    // Users with ids of their own take none from the emulator's sequence, on which the ids of later tasks depend.
    internal static AdminCancel<CloudFoundryUser> Of(CloudFoundryRow row) =>
        new(HttpMethod.Post, $"v3/tasks/{Uri.EscapeDataString(row.Id)}/actions/cancel", ("Authorization", $"bearer {Secret}"), new() { Name = Name, Id = "00000000-0000-4000-8000-0000000000ad", Tokens = [Secret], Roles = [new(CloudFoundryRole.Admin)] });

    internal static AdminCancel<TopazImageUser> Of(TopazImageRow row) =>
        new(HttpMethod.Delete, $"cancel/{Uri.EscapeDataString(row.Id)}", ("X-API-Key", Secret), new() { Name = Name, ApiKey = Secret, Account = row.Account });

    internal static AdminCancel<VeevaVaultUser> Of(VeevaVaultEmulator emulator, VeevaVaultRow row) =>
        new(HttpMethod.Post, $"api/{emulator.Version}/services/jobs/actions/cancel", ("Authorization", Secret), new() { Name = Name, Id = 99, Role = VeevaVaultRole.Admin, Sessions = [Secret] }, new StringContent($"job_id\n{row.Id}", MediaTypeHeaderValue.Parse("text/csv")));
}
