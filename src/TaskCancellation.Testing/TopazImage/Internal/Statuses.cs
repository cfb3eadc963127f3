namespace TaskCancellation.Testing.TopazImage;

/// <summary>The documented statuses.</summary>
internal static class Statuses
{
    internal const string Pending = "Pending";
    internal const string Processing = "Processing";
    internal const string Completed = "Completed";
    internal const string Cancelled = "Cancelled";
    internal const string Failed = "Failed";

    internal static bool IsActive(string status) => status is Pending or Processing;

    internal static bool IsEnd(string status) => status is Completed or Cancelled or Failed;
}
