using System.IO.Compression;
using System.Text.Json;

namespace TaskCancellation.Recordings;

/// <summary>What one server answered.</summary>
public sealed class Recording
{
    private readonly Lazy<(JsonElement About, IReadOnlyList<RecordedStep> Steps)> content;

    private Recording(string path)
    {
        Service = Path.GetFileName(Path.GetDirectoryName(path)!);
        Name = Path.GetFileName(path).Split(".jsonl")[0];
        content = new(() => Read(path));
    }

    /// <summary>Every recording there is, by service and name. A file that is not compressed stands before one of the same name that is.</summary>
    public static IReadOnlyList<Recording> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "recordings"), "*.jsonl*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => new Recording(path))
            .DistinctBy(recording => (recording.Service, recording.Name)),
    ];

    /// <summary>The folder it lies in: <c>meilisearch</c>, <c>elasticsearch</c>, <c>cloudfoundry</c>.</summary>
    public string Service { get; }

    /// <summary>The name of the file: <c>opensearch-3.9.0</c>, <c>meilisearch-1.50-more</c>.</summary>
    public string Name { get; }

    /// <summary>The product: what stands before the version in the name.</summary>
    public string Product => Name.Split('-')[0];

    /// <summary>The version in the name.</summary>
    public string Version => Name.Split('-')[1];

    /// <summary>What the recorder says of it.</summary>
    public string About => content.Value.About.TryGetProperty("about", out var text) ? text.GetString()! : "";

    /// <summary>Whether its steps tell a story that can be played in order.</summary>
    public bool IsPlayable => content.Value.About.GetProperty("playable").GetBoolean();

    /// <summary>The steps, in the order in which they happened.</summary>
    public IReadOnlyList<RecordedStep> Steps => content.Value.Steps;

    /// <summary>The steps of each section, in order.</summary>
    public IEnumerable<IGrouping<string, RecordedStep>> Sections => Steps.GroupBy(step => step.Section);

    /// <summary>The recording of that name.</summary>
    public static Recording Get(string name) => All.Single(recording => recording.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static (JsonElement About, IReadOnlyList<RecordedStep> Steps) Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content);
        var about = JsonElement.Parse(reader.ReadLine() ?? throw new InvalidDataException($"{path} is empty.")).GetProperty("about");
        List<RecordedStep> steps = [];
        while (reader.ReadLine() is { } line)
        {
            steps.Add(RecordedStep.Parse(line, steps.Count + 2));
        }

        return (about, steps);
    }
}
