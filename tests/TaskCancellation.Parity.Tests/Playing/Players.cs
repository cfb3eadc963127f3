using TaskCancellation.Parity.Tests.CloudFoundry;
using TaskCancellation.Parity.Tests.Elasticsearch;
using TaskCancellation.Parity.Tests.Meilisearch;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Playing;

/// <summary>Who plays the recordings of which service.</summary>
internal static class Players
{
    private static readonly Dictionary<string, Func<Recording, string, SectionPlayer>> ByService = new(StringComparer.Ordinal)
    {
        ["cloudfoundry"] = CloudFoundryPlayer.Create,
        ["elasticsearch"] = (recording, _) => new ElasticsearchPlayer(recording),
        ["meilisearch"] = (recording, _) => new MeilisearchPlayer(recording),
    };

    /// <summary>Makes the player of a section, on an emulator of its own.</summary>
    internal static SectionPlayer Create(Recording recording, string section) => ByService[recording.Service](recording, section);

    internal static bool Exist(Recording recording) => ByService.ContainsKey(recording.Service);
}
