namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Makes a text that nobody has confirmed unrecognizable, so that a client that leans on it is found out.</summary>
internal static class Scramble
{
    internal static string If(bool isWanted, string text) => isWanted ? new string([.. text.Reverse()]) : text;
}
