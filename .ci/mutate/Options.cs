internal sealed class Options(string[] args)
{
    internal int Sample { get; } = int.Parse(After(args, "--sample")?.Split('/')[^1] ?? "1");

    internal int AtMost { get; } = int.Parse(After(args, "--at-most") ?? $"{int.MaxValue}");

    internal int Seed { get; } = int.Parse(After(args, "--seed") ?? "1");

    internal int Workers { get; } = int.Parse(After(args, "--workers") ?? "2");

    /// <summary>How many of the tests that reach a mutant decide about it.</summary>
    internal int MostTests { get; } = int.Parse(After(args, "--most-tests") ?? "800");

    /// <summary>The survivors of an earlier report.</summary>
    internal string[]? Only { get; } = After(args, "--only") is { } report ? [.. File.ReadLines(report).Where(line => line.TrimStart().Split(' ')[0] is "survived" or "uncovered" or "reviewed")] : null;

    /// <summary>Whether to go on where a run with the same arguments, in the same clone, was stopped.</summary>
    internal bool Resume { get; } = args.Contains("--resume");

    /// <summary>Whether the clone is built already, as it is now.</summary>
    internal bool NoBuild { get; } = args.Contains("--no-build");

    /// <summary>The test projects of an area, or, if asked, only one of them.</summary>
    internal IEnumerable<string> TestsOf(Area area) => area.Tests.Split(' ').Where(tests => After(args, "--tests") is not { } only || tests == only);

    internal string? Keep { get; } = After(args, "--clone");

    /// <summary>By what is changed and into what, not by where, so that a change elsewhere in the file chooses no others.</summary>
    internal IEnumerable<Mutant> Choose(IReadOnlyList<Mutant> found) =>
        Only is not null ? found.Where(one => Only.Any(line => line.Contains($"{one.File}:", StringComparison.Ordinal) && line.Contains($"  {one.Change}", StringComparison.Ordinal)))
        : found.OrderBy(one => Hash($"{Seed} {one.Key}")).Take(Math.Min(AtMost, found.Count / Sample)).OrderBy(found.ToList().IndexOf);

    internal static uint Hash(string text) => text.Aggregate(2166136261, (hash, letter) => (hash ^ letter) * 16777619) * 2654435761 >> 4;

    private static string? After(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
