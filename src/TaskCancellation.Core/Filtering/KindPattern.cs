namespace TaskCancellation;

/// <summary>A pattern of kinds in which <c>*</c> stands for any text, everything else for itself.</summary>
internal sealed class KindPattern(string pattern)
{
    private readonly string[] parts = pattern.Split('*');

    internal static bool HasWildcard(string pattern) => pattern.Contains('*', StringComparison.Ordinal);

    internal bool Matches(string kind)
    {
        if (parts.Length == 1)
        {
            return parts[0] == kind;
        }

        if (kind.Length < parts[0].Length + parts[^1].Length
            || !kind.StartsWith(parts[0], StringComparison.Ordinal)
            || !kind.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        var rest = kind.AsSpan(parts[0].Length, kind.Length - parts[0].Length - parts[^1].Length);
        foreach (var part in parts.AsSpan(1..^1))
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}
