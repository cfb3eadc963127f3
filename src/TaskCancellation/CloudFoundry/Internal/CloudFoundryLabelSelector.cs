using System.Text.RegularExpressions;

namespace TaskCancellation.CloudFoundry;

/// <summary>Looks at label selectors before the service does. To it a value that is missing is none at all: <c>env!=</c> and <c>env notin ()</c> meet every task, so that a variable left empty would cancel everything.</summary>
internal static partial class CloudFoundryLabelSelector
{
    private const int MaxPrefix = 253;
    private const string Name = "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";
    private const string Domain = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private const string Key = $"(?:(?<prefix>{Domain}(?:\\.{Domain})*)/)?{Name}";

    /// <exception cref="UnsafeFilterException">A requirement or a value in it is empty, so that it says nothing.</exception>
    internal static void RequireMeaning(string selector)
    {
        foreach (var requirement in Split(selector))
        {
            if (string.IsNullOrWhiteSpace(requirement))
            {
                throw Empty("an empty requirement");
            }

            if (ValuesOf(requirement) is { } values && values.Split(',').Any(value => value.AsSpan().Trim().Trim("()\"'").IsWhiteSpace()))
            {
                throw Empty($"an empty value, or none, in '{requirement.Trim()}'");
            }
        }
    }

    /// <summary>What is wrong with a selector that says something; null when nothing is. The service trims nothing.</summary>
    internal static string? FindProblem(string selector)
    {
        string[] requirements = [.. Split(selector)];
        return requirements.FirstOrDefault(requirement => !IsWellFormed(requirement)) is { } bad
            ? $"the label selector's '{bad}' is no requirement: key, !key, key=value, key!=value, key in (a,b) or key notin (a,b), without blanks but those before and after 'in' and 'notin'; keys and values are of letters, digits, dots, hyphens and underscores, 63 at most."
            : requirements.Length > CloudFoundryLimits.MaxLabelRequirements ? "the label selector has more than 50 requirements."
            : null;
    }

    /// <summary>Whether labels show that the service did not apply a selector. Some of its databases compare without case: what differs in case alone contradicts nothing.</summary>
    internal static bool IsContradictedBy(string selector, IReadOnlyDictionary<string, string> labels) => Split(selector).Any(requirement => !MayMeet(requirement, labels));

    private static bool MayMeet(string requirement, IReadOnlyDictionary<string, string> labels)
    {
        var found = Operator().Match(requirement);
        if (!found.Success)
        {
            return requirement.StartsWith('!') ? !labels.ContainsKey(requirement[1..]) : ValuesUnder(requirement, labels).Any();
        }

        var key = requirement[..found.Index];
        string[] values = [.. requirement[(found.Index + found.Length)..].Trim().Trim('(', ')').Split(',')];
        return found.Value.Contains('!', StringComparison.Ordinal) || found.Value.Contains("not", StringComparison.OrdinalIgnoreCase)
            ? !(labels.TryGetValue(key, out var label) && values.Contains(label, StringComparer.Ordinal))
            : ValuesUnder(key, labels).Any(value => values.Contains(value, StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> ValuesUnder(string key, IReadOnlyDictionary<string, string> labels) =>
        labels.Where(label => label.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Select(label => label.Value);

    // Commas within parentheses separate values, all others requirements.
    private static IEnumerable<string> Split(string selector)
    {
        var (start, depth) = (0, 0);
        for (var at = 0; at < selector.Length; at++)
        {
            depth += selector[at] == '(' ? 1 : selector[at] == ')' ? -1 : 0;
            if (selector[at] == ',' && depth <= 0)
            {
                yield return selector[start..at];
                start = at + 1;
            }
        }

        yield return selector[start..];
    }

    // However it is written, what stands behind an operator are its values.
    private static string? ValuesOf(string requirement) => Operator().Match(requirement) is { Success: true } match ? requirement[(match.Index + match.Length)..] : null;

    private static bool IsWellFormed(string requirement) =>
        Requirement().Match(requirement) is { Success: true } match
        && (match.Groups["prefix"] is not { Success: true, Value: var prefix }
            || (prefix.Length <= MaxPrefix && !prefix.Equals("cloudfoundry.org", StringComparison.OrdinalIgnoreCase)));

    private static UnsafeFilterException Empty(string what) => new(
        $"The filter's {nameof(CloudFoundryTaskFilter.LabelSelector)} holds {what}, which says nothing; the service would take 'key!=' or 'key notin ()' for every task. Name the values that are meant, or leave the requirement out.",
        nameof(CloudFoundryTaskFilter.LabelSelector));

    [GeneratedRegex(@"!?={1,2}|\s(?:not\s*)?in\b(?=\s*(?:\(|$))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Operator();

    [GeneratedRegex($"^(?:!?{Key}|{Key}(?:==?|!=){Name}|{Key} (?:not)?in \\({Name}(?:,{Name})*\\))\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Requirement();
}
