namespace TaskCancellation;

/// <summary>Whether what is stored belongs to the service it is given to.</summary>
internal static class Origin
{
    /// <summary>Both addresses are known, and they are not the same.</summary>
    internal static bool Differs(Uri? stored, Uri? here) => stored is not null && here is not null && stored != here;
}
