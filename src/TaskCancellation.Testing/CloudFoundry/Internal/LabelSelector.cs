using System.Text.RegularExpressions;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Requirements on labels, all of which must hold.</summary>
internal sealed partial class LabelSelector
{
    private const int Maximum = 50;
    private readonly List<Predicate<IReadOnlyDictionary<string, string>>> requirements;

    private LabelSelector(List<Predicate<IReadOnlyDictionary<string, string>>> requirements) => this.requirements = requirements;

    internal static LabelSelector? Parse(string text, List<string> errors)
    {
        if (text.Length == 0)
        {
            errors.Add("Missing label_selector value");
            return null;
        }

        var parts = OutsideParentheses().Split(text);
        if (parts.Length > Maximum)
        {
            errors.Add($"Too many label_selector requirements (maximum is {Maximum})");
            return null;
        }

        var parsed = parts.Select(part => Requirement(part.Trim())).ToList();
        if (parsed.Contains(null))
        {
            errors.Add("Invalid label_selector value");
            return null;
        }

        return new LabelSelector([.. parsed.Select(requirement => requirement!)]);
    }

    internal bool Matches(IReadOnlyDictionary<string, string> labels) => requirements.TrueForAll(requirement => requirement(labels));

    private static Predicate<IReadOnlyDictionary<string, string>>? Requirement(string part)
    {
        if (Exists().Match(part) is { Success: true } exists)
        {
            var (key, wanted) = (exists.Groups["key"].Value, exists.Groups["not"].Length == 0);
            return labels => labels.ContainsKey(key) == wanted;
        }

        var match = Equality().Match(part) is { Success: true } equality ? equality : Set().Match(part);
        if (!match.Success)
        {
            return null;
        }

        var name = match.Groups["key"].Value;
        var values = match.Groups["value"].Value.Split(',').Select(value => value.Trim()).ToList();

        // The negative forms also take what has no such label at all.
        var isNegative = match.Groups["operator"].Value is "!=" or "notin";
        return values.TrueForAll(value => value.Length == 0 || Value().IsMatch(value))
            ? labels => labels.TryGetValue(name, out var value) ? values.Contains(value) != isNegative : isNegative
            : null;
    }

    private const string Key = @"(?<key>(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)";

    [GeneratedRegex(@",(?![^(]*\))")]
    private static partial Regex OutsideParentheses();

    [GeneratedRegex(@"^(?<not>!?)" + Key + @"\z")]
    private static partial Regex Exists();

    [GeneratedRegex("^" + Key + @"\s*(?<operator>==|!=|=)\s*(?<value>[A-Za-z0-9._-]*)\z")]
    private static partial Regex Equality();

    [GeneratedRegex("^" + Key + @"\s+(?<operator>in|notin)\s*\((?<value>[A-Za-z0-9._,\s-]*)\)\z")]
    private static partial Regex Set();

    [GeneratedRegex(@"^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex Value();
}
