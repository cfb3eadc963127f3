namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The version the emulator plays; only the minor number changes anything.</summary>
internal sealed class ServerVersion
{
    private readonly Version version;

    internal ServerVersion(string text) => version = System.Version.TryParse(text, out var parsed)
        ? parsed
        : throw new ArgumentException($"'{text}' is not a version such as 1.41 or 1.41.0.", nameof(text));

    internal bool HasBatches => IsAtLeast(12);

    internal bool TakesCancelsWhenFull => IsAtLeast(14);

    internal bool HasReadAllAction => IsAtLeast(16);

    internal bool HasCustomMetadata => IsAtLeast(26);

    internal bool HoldsScopedKeysToIndexes => IsAtLeast(49);

    internal bool WritesDocumentsForSettings => IsAtLeast(50);

    internal bool ChangesRulesByTask => IsAtLeast(50);

    internal bool IsAtLeast(int minor) => version >= new Version(1, minor);

    public override string ToString() => $"{version.Major}.{version.Minor}.{Math.Max(version.Build, 0)}";
}
