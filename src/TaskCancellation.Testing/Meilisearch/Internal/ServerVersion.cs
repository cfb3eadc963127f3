namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The version the emulator plays; only the minor number changes anything, see <see cref="Since"/>.</summary>
internal sealed class ServerVersion
{
    private readonly Version version;

    internal ServerVersion(string text) => version = System.Version.TryParse(text, out var parsed)
        ? parsed
        : throw new ArgumentException($"'{text}' is not a version such as 1.41 or 1.41.0.", nameof(text));

    /// <summary>Whether this version has what came then; what has no beginning was always there.</summary>
    internal bool Has(Since? change) => change is null || version >= new Version(1, change.Minor);

    public override string ToString() => $"{version.Major}.{version.Minor}.{Math.Max(version.Build, 0)}";
}
