using System.Text.RegularExpressions;

namespace TaskCancellation.Model.Tests.World;

/// <summary>Takes out of a transcript what is drawn at random on purpose: the mark that a cancel is recognized by.</summary>
internal static partial class Masks
{
    internal static string Apply(string line) => Mark().Replace(line, "$1.<mark>Z");

    [GeneratedRegex(@"(9999-12-31T23(?::|%3A)59(?::|%3A)59|0001-01-01T00(?::|%3A)00(?::|%3A)00)\.\d{9}Z")]
    private static partial Regex Mark();
}
