using System.Text;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The statuses in the server's order.</summary>
internal static class Statuses
{
    internal const string Enqueued = "enqueued";
    internal const string Processing = "processing";
    internal const string Succeeded = "succeeded";
    internal const string Failed = "failed";
    internal const string Canceled = "canceled";

    internal static IReadOnlyList<string> All { get; } = [Enqueued, Processing, Succeeded, Failed, Canceled];

    internal static bool IsEnd(string status) => status is Succeeded or Failed or Canceled;

    internal static string? Find(string text) => All.FirstOrDefault(status => Ascii.EqualsIgnoreCase(status, text));
}
