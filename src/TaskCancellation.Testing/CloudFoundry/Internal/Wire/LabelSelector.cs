using System.Text.RegularExpressions;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Requirements on labels, all of which must hold. Nothing is trimmed.</summary>
internal sealed partial class LabelSelector
{
    private const int Maximum = 50;
    private readonly List<Requirement> requirements;

    private LabelSelector(List<Requirement> requirements) => this.requirements = requirements;

    internal static LabelSelector? Parse(string text, List<string> errors)
    {
        var parts = Parts().Matches(text).Select(part => part.Value).ToList();
        if (parts.Count is 0 or > Maximum)
        {
            errors.Add(parts.Count == 0 ? "Missing label_selector value" : $"Too many label_selector requirements (maximum is {Maximum})");
            return null;
        }

        var parsed = parts.Select(Read).ToList();
        errors.AddRange(parsed.Select(Fault).OfType<string>());
        return errors.Count == 0 ? new LabelSelector([.. parsed.OfType<Requirement>()]) : null;
    }

    internal bool Matches(IReadOnlyDictionary<string, string> labels) => requirements.TrueForAll(requirement => requirement.Matches(labels));

    private static Requirement? Read(string part)
    {
        var match = new[] { In(), NotIn(), Comparison(), Existence() }.Select(form => form.Match(part)).FirstOrDefault(match => match.Success);
        return match is null ? null : new Requirement(match.Groups["key"].Value, match.Groups["operator"].Value, SplitValues(match.Groups["values"].Value));
    }

    /// <summary>Empty items at the end vanish, so that an empty value is none at all.</summary>
    private static List<string> SplitValues(string text)
    {
        List<string> values = [.. text.Split(',')];
        while (values is [.., ""])
        {
            values.RemoveAt(values.Count - 1);
        }

        return values;
    }

    private static string? Fault(Requirement? requirement) => requirement is null
        ? "Invalid label_selector value"
        : MetadataRules.KeyFault(requirement.Key) ?? requirement.Values.Select(MetadataRules.LabelFault).FirstOrDefault(fault => fault is not null);

    /// <summary>What stands between commas outside parentheses; nothing between two commas is nothing.</summary>
    [GeneratedRegex(@"(?:\(.*?\)|[^,])+")]
    private static partial Regex Parts();

    [GeneratedRegex(@"\A(?<key>.*?) (?<operator>in) \((?<values>.*)\)\z")]
    private static partial Regex In();

    [GeneratedRegex(@"\A(?<key>.*?) (?<operator>notin) \((?<values>.*)\)\z")]
    private static partial Regex NotIn();

    [GeneratedRegex(@"\A(?<key>[A-Za-z0-9_./-]+)(?<operator>==?|!=)(?<values>.*)\z")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"\A(?<operator>!?)(?<key>[A-Za-z0-9_./-]+)\z")]
    private static partial Regex Existence();

    private sealed record Requirement(string Key, string Operator, IReadOnlyList<string> Values)
    {
        /// <summary>The negative forms also take what has no such label at all.</summary>
        internal bool Matches(IReadOnlyDictionary<string, string> labels) => Operator switch
        {
            "" => labels.ContainsKey(Key),
            "!" => !labels.ContainsKey(Key),
            "!=" or "notin" => !(labels.TryGetValue(Key, out var value) && Values.Contains(value)),
            _ => labels.TryGetValue(Key, out var value) && Values.Contains(value),
        };
    }
}
