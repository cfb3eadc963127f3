namespace TaskCancellation.Tests.Architecture;

/// <summary>What every dialect consists of. Who has read one has read all.</summary>
internal static class Dialects
{
    /// <summary>The top-level files of a dialect's folder, without the dialect's name in front.</summary>
    internal static readonly string[] Cast = ["TaskClient", "TaskClientOptions", "Credential", "TaskFilter", "TaskDetails", "ServiceCollectionExtensions"];

    /// <summary>Top-level files that only one dialect has, and why.</summary>
    internal static readonly Dictionary<string, string> Exceptions = new()
    {
        ["CloudFoundryApiFlavor"] = "Two implementations of the Cloud Foundry API answer differently, and the user has to say which.",
    };

    // The folders that are no dialect are what they share: the pipeline, and the JSON of plans and operations.
    internal static IReadOnlyList<string> All { get; } =
        [.. Repository.Folders("src/TaskCancellation").Where(folder => folder is not ("Http" or "Serialization" or "bin" or "obj")).Order(StringComparer.Ordinal)];

    /// <summary>What is wrong with a dialect; nothing, when its set is complete.</summary>
    /// <param name="name">The dialect.</param>
    /// <param name="files">The names of its top-level files, without extension.</param>
    /// <param name="types">The names of all types there are, of the library and of the tests.</param>
    /// <param name="conformance">The names of the conformance tests.</param>
    /// <param name="readme">The lines of the README.</param>
    /// <param name="scenes">The text of the Quickstart's list of services.</param>
    internal static IEnumerable<string> FindProblems(
        string name, IReadOnlyCollection<string> files, IReadOnlyCollection<string> types, IReadOnlyCollection<string> conformance, IEnumerable<string> readme, string scenes)
    {
        string[] cast = [.. Cast.Select(member => name + member)];
        return
        [
            .. cast.Except(files).Select(file => $"no file {file}.cs"),
            .. files.Except(cast).Except(Exceptions.Keys).Select(file => $"a file {file}.cs that the other dialects do not have"),
            .. cast.Except(types).Select(type => $"no public type {type}"),
            .. types.Contains(name + "Emulator") ? Array.Empty<string>() : [$"no emulator {name}Emulator"],
            .. conformance.Contains(name + "ConformanceTests") ? Array.Empty<string>() : [$"no subclass {name}ConformanceTests"],
            .. readme.Any(line => line.StartsWith('|') && line.Contains($"`{name}TaskClient`", StringComparison.Ordinal)) ? Array.Empty<string>() : ["no line in the README's table"],
            .. scenes.Contains($"new {name}Scene(", StringComparison.Ordinal) ? Array.Empty<string>() : ["no scene in the Quickstart"],
        ];
    }
}
