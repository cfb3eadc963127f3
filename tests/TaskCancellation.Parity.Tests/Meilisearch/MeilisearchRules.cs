using System.Text.RegularExpressions;
using TaskCancellation.Parity.Tests.Comparing;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Meilisearch;

/// <summary>What of Meilisearch's replies is held against the recordings.</summary>
internal sealed class MeilisearchRules : ReplyRules
{
    internal override IReadOnlyList<string> Headers => ["content-type", "content-encoding", "allow", "access-control-allow-origin", "access-control-allow-methods", "access-control-max-age"];

    /// <summary>Sizes on disk, the build of the server, and the version of a network.</summary>
    internal override bool MayDiffer(string path, RecordedStep step) =>
        Regex.IsMatch(path, @"(ompactionSize|atabaseSize|DbSize|avgDocumentSize|commitSha|commitDate|lastUpdate|\.createdAt|\.updatedAt)$")
        || (step.Path.StartsWith("/keys", StringComparison.Ordinal) && Regex.IsMatch(path, @"\.(uid|key)$"));

    /// <summary>Bytes of a compression are its library's; the tests of the emulator unpack them.</summary>
    internal override bool IsTextFree(RecordedStep step) => step.ReplyHeaders.ContainsKey("content-encoding");

    /// <summary>What the engine measured of each step of a batch.</summary>
    internal override bool IsOpen(string path, RecordedStep step) => Regex.IsMatch(path, @"\.(progressTrace|writeChannelCongestion|internalDatabaseSizes|embedderRequests)$");
}
