using System.Text.RegularExpressions;
using TaskCancellation.Parity.Tests.Comparing;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.CloudFoundry;

/// <summary>What of a cloud controller's replies is compared: all of it, but for what the recorder or another server wrote.</summary>
/// <param name="isInWords">Whether the recording is one told in words: its jobs cancel one task each.</param>
internal sealed partial class CloudFoundryRules(bool isInWords) : ReplyRules
{
    internal override IReadOnlyList<string> Headers { get; } =
    [
        "Content-Type", "X-VCAP-Request-ID", "X-USER-GUID", "X-Cf-Warnings", "WWW-Authenticate", "Allow", "Location",
        "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset",
    ];

    /// <summary>Where a row was aged in the database, its stamps are literal, and tell of the day of the recording.</summary>
    internal override bool MayDiffer(string path, RecordedStep step) =>
        // Tasks that were made where a refusal was looked for were taken out again, of which no line tells.
        (isInWords && path.EndsWith("sequence_id", StringComparison.Ordinal) && step.Reply!.Value.GetRawText().Contains("{now}", StringComparison.Ordinal) && !step.Reply!.Value.GetRawText().Contains("{t+", StringComparison.Ordinal))
        || path.EndsWith("ed_at", StringComparison.Ordinal) && step.Reply is { } reply && LiteralStamp().IsMatch(reply.GetRawText());

    /// <summary>A window ends at a phase that lies in the guid of the caller, which is another one here.</summary>
    internal override bool MayHeaderDiffer(string name, RecordedStep step) => name == "Retry-After";

    /// <summary>The recorder kept only the address of a job.</summary>
    internal override bool IsHeaderFree(string name, RecordedStep step) =>
        step.ReplyHeaders.ContainsKey("Location") && step.ReplyHeaders.Count == 1;

    /// <summary>What a job does in its transaction has one stamp, and comes in the order of random guids.</summary>
    internal override bool IsUnordered(string path, RecordedStep step) =>
        !isInWords && path == "$.resources" && step.Path.StartsWith("/v3/audit_events", StringComparison.Ordinal);

    /// <summary>The web server and the proxy in front write pages and stack traces of their own.</summary>
    internal override bool IsTextFree(RecordedStep step) => step.ReplyText is not { } text || (text.Contains("{path}", StringComparison.Ordinal) || text.Contains("{proxy}", StringComparison.Ordinal));

    [GeneratedRegex(@"ed_at"":\s*""\d{4}-", RegexOptions.CultureInvariant)]
    private static partial Regex LiteralStamp();
}
