using System.Text.Json;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Comparing;

/// <summary>Holds an answer of an emulator against the recorded one.</summary>
internal sealed class ReplyComparer(ReplyRules rules, SymbolTable symbols)
{
    /// <summary>What differs, in words; nothing where the two are equal.</summary>
    internal IReadOnlyList<string> Compare(RecordedStep step, EmulatedAnswer actual)
    {
        List<string> differences = [];
        symbols.Try(() =>
        {
            CompareHead(step, actual, differences);
            CompareBody(step, actual, differences);
            return differences.Count == 0;
        });
        return differences;
    }

    private void CompareHead(RecordedStep step, EmulatedAnswer actual, List<string> differences)
    {
        if (step.Status != actual.Status)
        {
            differences.Add($"status {step.Status}, not {actual.Status}");
        }

        foreach (var name in rules.Headers.Where(name => !rules.IsHeaderFree(name, step)))
        {
            var recorded = step.ReplyHeaders.GetValueOrDefault(name);
            var answered = actual.Headers.GetValueOrDefault(name);
            if (recorded is null || answered is null ? recorded != answered : !rules.MayHeaderDiffer(name, step) && !symbols.Matches(recorded, answered))
            {
                differences.Add($"header {name}: {recorded ?? "none"}, not {answered ?? "none"}");
            }
        }
    }

    private void CompareBody(RecordedStep step, EmulatedAnswer actual, List<string> differences)
    {
        if (step.Normalized is { } recorded)
        {
            if (actual.Json is { } answered)
            {
                Compare(step, "$", recorded, answered, differences);
            }
            else
            {
                differences.Add($"body: JSON, not {Cut(actual.Text)}");
            }
        }
        else if (!rules.IsTextFree(step) && !symbols.Matches(step.ReplyText ?? "", actual.Text))
        {
            differences.Add($"body: {Cut(step.ReplyText ?? "")}, not {Cut(actual.Text)}");
        }
    }

    private void Compare(RecordedStep step, string path, JsonElement recorded, JsonElement actual, List<string> differences)
    {
        var kind = Kind(recorded);
        if (kind != Kind(actual, isSymbolic: false))
        {
            differences.Add($"{path}: {Cut(recorded.GetRawText())}, not {Cut(actual.GetRawText())}");
        }
        else if (recorded.ValueKind == JsonValueKind.String && kind is JsonValueKind.Object or JsonValueKind.Array)
        {
            // A symbol for all of it.
            if (!symbols.Matches(recorded.GetString()!, actual.GetRawText()))
            {
                differences.Add($"{path}: {Cut(recorded.GetRawText())}, not {Cut(actual.GetRawText())}");
            }
        }
        else if (kind == JsonValueKind.Object)
        {
            CompareObjects(step, path, recorded, actual, differences);
        }
        else if (kind == JsonValueKind.Array)
        {
            CompareArrays(step, path, recorded, actual, differences);
        }
        else if (!rules.MayDiffer(path, step) && !IsSame(recorded, actual))
        {
            differences.Add($"{path}: {Cut(recorded.GetRawText())}, not {Cut(actual.GetRawText())}");
        }
    }

    /// <summary>Members are paired by name; what is named by a symbol that is not bound yet takes the first of the rest that is equal.</summary>
    private void CompareObjects(RecordedStep step, string path, JsonElement recorded, JsonElement actual, List<string> differences)
    {
        if (rules.IsOpen(path, step))
        {
            return;
        }

        var rest = actual.EnumerateObject().ToList();
        List<JsonProperty> unpaired = [];
        foreach (var member in recorded.EnumerateObject())
        {
            var name = symbols.Resolve(member.Name);
            var index = rest.FindIndex(other => other.Name == name);
            if (index < 0)
            {
                unpaired.Add(member);
                continue;
            }

            Compare(step, $"{path}.{member.Name}", member.Value, rest[index].Value, differences);
            rest.RemoveAt(index);
        }

        foreach (var member in unpaired)
        {
            var index = rest.FindIndex(other => symbols.Try(() =>
                symbols.Matches(member.Name, other.Name) && AreEqual(step, $"{path}.{member.Name}", member.Value, other.Value)));
            if (index < 0)
            {
                differences.Add($"{path}.{member.Name}: missing");
            }
            else
            {
                rest.RemoveAt(index);
            }
        }

        rest.RemoveAll(extra => recorded.EnumerateObject().Any(member => rules.StandsForSeveral(member.Name) && symbols.Matches(member.Name, extra.Name)));
        differences.AddRange(rest.Select(extra => $"{path}.{extra.Name}: not there, but {Cut(extra.Value.GetRawText())}"));
    }

    private void CompareArrays(RecordedStep step, string path, JsonElement recorded, JsonElement actual, List<string> differences)
    {
        if (recorded.GetArrayLength() != actual.GetArrayLength())
        {
            differences.Add($"{path}: {recorded.GetArrayLength()} items, not {actual.GetArrayLength()}: {Cut(actual.GetRawText())}");
            return;
        }

        var rest = actual.EnumerateArray().ToList();
        foreach (var (index, item) in recorded.EnumerateArray().Index())
        {
            var itemPath = $"{path}[{index}]";
            var found = rules.IsUnordered(path, step) ? rest.FindIndex(other => symbols.Try(() => AreEqual(step, itemPath, item, other))) : -1;
            if (found < 0)
            {
                Compare(step, itemPath, item, rest[0], differences);
                found = 0;
            }

            rest.RemoveAt(found);
        }
    }

    private bool AreEqual(RecordedStep step, string path, JsonElement recorded, JsonElement actual)
    {
        List<string> differences = [];
        Compare(step, path, recorded, actual, differences);
        return differences.Count == 0;
    }

    private bool IsSame(JsonElement recorded, JsonElement actual) => recorded.ValueKind switch
    {
        JsonValueKind.String => symbols.Matches(recorded.GetString()!, actual.ToString()),
        JsonValueKind.Number => recorded.GetDouble().Equals(actual.GetDouble()),
        _ => recorded.ValueKind == actual.ValueKind,
    };

    private JsonValueKind Kind(JsonElement value, bool isSymbolic = true) =>
        isSymbolic && value.ValueKind == JsonValueKind.String ? symbols.KindOf(value.GetString()!)
        : value.ValueKind == JsonValueKind.False ? JsonValueKind.True
        : value.ValueKind;

    private static string Cut(string text) => text.Length <= 160 ? text : text[..160] + "…";
}
