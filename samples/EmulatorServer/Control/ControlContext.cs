using System.Text.Json;
using System.Text.Json.Serialization;
using EmulatorServer.Page;
using EmulatorServer.Services;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.Elasticsearch;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.Testing.VeevaVault;

namespace EmulatorServer.Control;

/// <summary>The types that are written and read as JSON by generated code.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, Converters = [typeof(TimeConverter)], UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RootPage))]
[JsonSerializable(typeof(ServicePage))]
[JsonSerializable(typeof(IReadOnlyList<RequestEntry>))]
[JsonSerializable(typeof(AddedTask))]
[JsonSerializable(typeof(AddedUser))]
[JsonSerializable(typeof(DonePage))]
[JsonSerializable(typeof(ErrorPage))]
[JsonSerializable(typeof(CancelAnswer))]
[JsonSerializable(typeof(ClockPage))]
[JsonSerializable(typeof(ServiceChange))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(CloudFoundryTask))]
[JsonSerializable(typeof(CloudFoundryUser))]
[JsonSerializable(typeof(IReadOnlyList<CloudFoundryRow>))]
[JsonSerializable(typeof(ElasticsearchTask))]
[JsonSerializable(typeof(ElasticsearchUser))]
[JsonSerializable(typeof(IReadOnlyList<ElasticsearchRow>))]
[JsonSerializable(typeof(MeilisearchTask))]
[JsonSerializable(typeof(MeilisearchUser))]
[JsonSerializable(typeof(IReadOnlyList<MeilisearchRow>))]
[JsonSerializable(typeof(TopazImageTask))]
[JsonSerializable(typeof(TopazImageUser))]
[JsonSerializable(typeof(IReadOnlyList<TopazImageRow>))]
[JsonSerializable(typeof(VeevaVaultTask))]
[JsonSerializable(typeof(VeevaVaultUser))]
[JsonSerializable(typeof(IReadOnlyList<VeevaVaultRow>))]
internal sealed partial class ControlContext : JsonSerializerContext;
