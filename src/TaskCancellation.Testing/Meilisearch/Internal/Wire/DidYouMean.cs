namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Finds the name that somebody who mistyped a parameter meant.</summary>
internal static class DidYouMean
{
    /// <summary>The closest of <paramref name="names"/> within the typos allowed for that length, the first one listed on ties; null for none.</summary>
    internal static string? Suggest(string received, IReadOnlyList<string> names)
    {
        var closest = names.MinBy(name => Distance(received, name))!;
        return Distance(received, closest) <= Allowed(received) ? closest : null;
    }

    private static int Allowed(string received) => System.Text.Encoding.UTF8.GetByteCount(received) switch
    {
        <= 3 => 0,
        <= 7 => 1,
        <= 12 => 2,
        <= 17 => 3,
        <= 24 => 4,
        _ => 5,
    };

    /// <summary>Damerau–Levenshtein: insertions, deletions, substitutions and swaps of neighbours.</summary>
    private static int Distance(string a, string b)
    {
        var lastRows = new Dictionary<char, int>();
        var far = a.Length + b.Length;
        var cost = new int[a.Length + 2, b.Length + 2];
        cost[0, 0] = far;
        for (var i = 0; i <= a.Length; i++)
        {
            (cost[i + 1, 0], cost[i + 1, 1]) = (far, i);
        }

        for (var j = 0; j <= b.Length; j++)
        {
            (cost[0, j + 1], cost[1, j + 1]) = (far, j);
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var lastColumn = 0;
            for (var j = 1; j <= b.Length; j++)
            {
                var row = lastRows.GetValueOrDefault(b[j - 1]);
                var column = lastColumn;
                var same = a[i - 1] == b[j - 1];
                lastColumn = same ? j : lastColumn;
                var edit = Math.Min(cost[i, j] + (same ? 0 : 1), Math.Min(cost[i + 1, j], cost[i, j + 1]) + 1);
                cost[i + 1, j + 1] = Math.Min(edit, cost[row, column] + (i - row - 1) + 1 + (j - column - 1));
            }

            lastRows[a[i - 1]] = i;
        }

        return cost[a.Length + 1, b.Length + 1];
    }
}
