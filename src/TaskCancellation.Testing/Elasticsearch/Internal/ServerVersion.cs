namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What a product can do in a version.</summary>
internal sealed class ServerVersion(ElasticsearchFlavor flavor, string text)
{
    // Serverless is always current, whatever version it announces.
    private readonly Version number = flavor == ElasticsearchFlavor.Serverless ? new Version(9, 5) : Parse(text);

    /// <summary>As it is announced.</summary>
    internal string Text { get; } = text;

    internal bool IsOpenSearch { get; } = flavor == ElasticsearchFlavor.OpenSearch;

    internal bool IsServerless { get; } = flavor == ElasticsearchFlavor.Serverless;

    internal int Major => number.Major;

    internal bool WaitsOnCancel => IsOpenSearch || AtLeast(7, 8);

    internal bool RefusesSecondCancel => !WaitsOnCancel;

    internal bool WritesCancelled => IsOpenSearch ? AtLeast(2, 0) : AtLeast(7, 14);

    internal bool WritesResourceStats => IsOpenSearch && AtLeast(2, 1);

    internal bool WritesCancellationTime => IsOpenSearch && AtLeast(2, 8);

    internal bool NamesProduct => !IsOpenSearch && AtLeast(7, 14);

    internal bool NamesOpenSearch => IsOpenSearch && AtLeast(3, 0);

    internal bool KnowsVendorType => !IsOpenSearch && AtLeast(8, 0);

    internal bool HasCancelPrivilege => !IsOpenSearch && AtLeast(7, 12);

    internal bool OwnTasksAreCancellable => !IsOpenSearch && AtLeast(8, 10);

    internal bool HasReindexManagement => !IsOpenSearch && AtLeast(9, 5);

    internal bool AsksAllNodes => HasReindexManagement;

    internal bool RefusesInPlainText => IsOpenSearch && !AtLeast(2, 11);

    /// <summary>The status of a wait that timed out.</summary>
    internal int TimeoutStatus => !IsOpenSearch && AtLeast(9, 0) ? 429 : 500;

    private static Version Parse(string text) =>
        Version.TryParse(text.Split('-')[0], out var number) ? number : throw new ArgumentException($"'{text}' is no version such as 8.19.0.", nameof(text));

    private bool AtLeast(int major, int minor) => number >= new Version(major, minor);
}
