namespace TaskCancellation.CloudFoundry;

/// <summary>Looks at label selectors before the service does.</summary>
internal static class LabelSelectors
{
    /// <summary>What is wrong with a selector; null when nothing is that can be told here.</summary>
    internal static string? FindProblem(string selector)
    {
        var depth = 0;
        var requirements = 1;
        var isBlank = true;
        foreach (var letter in selector)
        {
            depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
            if (depth is < 0 or > 1)
            {
                return "the label selector's parentheses do not match.";
            }

            if (letter != ',' || depth > 0)
            {
                isBlank &= char.IsWhiteSpace(letter);
                continue;
            }

            if (isBlank)
            {
                return "the label selector has an empty requirement.";
            }

            requirements++;
            isBlank = true;
        }

        return depth != 0 ? "the label selector's parentheses do not match."
            : isBlank ? "the label selector has an empty requirement."
            : requirements > CloudFoundryLimits.MaxLabelRequirements ? "the label selector has more than 50 requirements."
            : null;
    }
}
