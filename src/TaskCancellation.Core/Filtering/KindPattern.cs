namespace TaskCancellation;

/// <summary>Matches a kind against a pattern in which <c>*</c> stands for any text, everything else for itself.</summary>
internal static class KindPattern
{
    internal static bool HasWildcard(string pattern) => pattern.Contains('*', StringComparison.Ordinal);

    internal static bool Matches(string pattern, string kind)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return pattern == kind;
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
