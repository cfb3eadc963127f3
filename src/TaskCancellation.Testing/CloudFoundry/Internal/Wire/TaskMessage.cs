using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The body of a create or a PATCH, checked on its own: all errors are named in one detail.</summary>
internal sealed partial class TaskMessage
{
    private static readonly string[] CreateKeys =
        ["name", "command", "disk_in_mb", "memory_in_mb", "log_rate_limit_in_bytes_per_second", "droplet_guid", "user", "template", "metadata"];

    /// <summary>Texts that are stored without a check.</summary>
    private static readonly string[] UncheckedTexts = ["name", "command"];

    private readonly JsonObject body;
    private readonly List<string> faults = [];
    private readonly List<string?> annotationTexts = [];

    private TaskMessage(JsonObject body, string[] keys)
    {
        this.body = body;
        CheckMetadata();
        var unknown = body.Select(member => member.Key).Except(keys).ToList();
        if (unknown.Count > 0)
        {
            faults.Add($"Unknown field(s): {string.Join(", ", unknown.Select(name => $"'{name}'"))}");
        }
    }

    internal BigInteger? Disk { get; private set; }

    internal BigInteger? Memory { get; private set; }

    internal BigInteger? LogRate { get; private set; }

    /// <summary>Labels to set, or to take away where the value is null.</summary>
    internal List<KeyValuePair<string, string?>> Labels { get; } = [];

    internal List<KeyValuePair<string, string?>> Annotations { get; } = [];

    internal static TaskMessage Patch(JsonObject body) => new TaskMessage(body, ["metadata"]).Sound();

    internal static TaskMessage Create(JsonObject body)
    {
        var message = new TaskMessage(body, CreateKeys);
        message.Disk = message.Number("disk_in_mb", "Disk in mb", 0);
        message.Memory = message.Number("memory_in_mb", "Memory in mb", 0);
        message.LogRate = message.Number("log_rate_limit_in_bytes_per_second", "Log rate limit in bytes per second", -2, long.MaxValue);
        message.CheckGuids();
        message.CheckUser();
        return message.Sound();
    }

    internal bool Has(string name) => body.ContainsKey(name);

    internal JsonNode? Member(string name) => body[name];

    internal string? Text(string name) => body[name] is { } value ? Written(value) : null;

    /// <summary>The guid of the process that the task is made after.</summary>
    internal static string? ProcessGuid(JsonNode? template) => CloudFoundryParameters.Text(((template as JsonObject)?["process"] as JsonObject)?["guid"]);

    /// <summary>A value as a column of text has it, in which it is put unchecked: null for what the database refuses there.</summary>
    internal static string? Written(JsonNode value) => value switch
    {
        JsonArray list => list is [{ } item] ? Written(item) : null,
        JsonObject => null,
        _ when CloudFoundryParameters.Text(value) is { } text => text,
        _ when value.GetValueKind() == JsonValueKind.Number && value.ToJsonString().AsSpan().ContainsAny(".eE") => Float(value.GetValue<double>()),
        _ => value.ToJsonString(),
    };

    /// <summary>Refuses what only the database notices: NULs, and members where a text belongs.</summary>
    internal void RequireStorable()
    {
        var texts = UncheckedTexts.Select(name => body[name]).OfType<JsonNode>().Select(Written).Concat(annotationTexts);
        if (Memory > int.MaxValue || texts.Any(text => text?.Contains('\0', StringComparison.Ordinal) != false))
        {
            throw CloudFoundryRefusal.Unknown();
        }
    }

    private static string Float(double number) => number.ToString("R", CultureInfo.InvariantCulture) is var text && (text.AsSpan().ContainsAny(".E") || !double.IsFinite(number)) ? text : $"{text}.0";

    private TaskMessage Sound() => faults.Count == 0 ? this : throw CloudFoundryRefusal.Unprocessable(string.Join(", ", faults));

    private static bool IsFalsy(JsonNode? value) => value is null || value.GetValueKind() == JsonValueKind.False;

    private BigInteger? Number(string name, string label, BigInteger over, long? maximum = null)
    {
        if (body[name] is not { } value)
        {
            return null;
        }

        var text = CloudFoundryParameters.Text(value) ?? (value.GetValueKind() == JsonValueKind.Number ? value.ToJsonString() : "");
        var isInteger = Integer().IsMatch(text);
        var number = isInteger ? BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var fault = !Numeric().IsMatch(text) ? "is not a number"
            : !isInteger ? "must be an integer"
            : number <= over ? $"must be greater than {over}"
            : number > maximum ? $"must be less than or equal to {maximum}"
            : null;
        if (fault is not null)
        {
            faults.Add($"{label} {fault}");
        }

        return number;
    }

    private void CheckGuids()
    {
        if (body["droplet_guid"] is { } droplet)
        {
            CheckGuid("Droplet guid", CloudFoundryParameters.Text(droplet));
        }

        if (Has("template"))
        {
            CheckGuid("Template process guid", ProcessGuid(body["template"]));
        }

        if (IsFalsy(body["command"]) && IsFalsy(body["template"]))
        {
            faults.Add("Command No command or template provided");
        }
    }

    private void CheckGuid(string label, string? guid)
    {
        if (guid is null)
        {
            faults.Add($"{label} must be a string");
        }

        if (guid is not { Length: >= 1 and <= 200 })
        {
            faults.Add($"{label} must be between 1 and 200 characters");
        }
    }

    private void CheckUser()
    {
        if (body["user"] is not { } user)
        {
            return;
        }

        var text = CloudFoundryParameters.Text(user);
        if (text is null)
        {
            faults.Add("User must be a string");
        }

        if (text is "" or { Length: > 255 } || user is JsonArray { Count: 0 } or JsonObject { Count: 0 })
        {
            faults.Add("User must be between 1 and 255 characters");
        }
    }

    private void CheckMetadata()
    {
        if (!body.TryGetPropertyValue("metadata", out var metadata))
        {
            return;
        }

        if (metadata is not JsonObject members)
        {
            faults.Add("Metadata must be an object");
            return;
        }

        var unexpected = members.Select(member => member.Key).Except(["labels", "annotations"]).ToList();
        if (unexpected.Count > 0)
        {
            faults.Add($"Metadata has unexpected field(s): {string.Join(", ", unexpected.Select(name => $"'{name}'"))}");
        }

        ReadMap(members, "labels", "label", MetadataRules.LabelFault, Labels);
        ReadMap(members, "annotations", "annotation", MetadataRules.AnnotationFault, Annotations);
        annotationTexts.AddRange((members["annotations"] as JsonObject ?? []).Select(annotation => annotation.Value).OfType<JsonNode>().Select(Written));
    }

    private void ReadMap(JsonObject metadata, string name, string word, Func<string, string?> rule, List<KeyValuePair<string, string?>> into)
    {
        if (metadata[name] is { } node and not JsonObject)
        {
            faults.Add($"Metadata '{name}' is not an object");
        }

        foreach (var (key, value) in metadata[name] as JsonObject ?? [])
        {
            var text = value is null ? null : Written(value) ?? value.ToJsonString();
            into.Add(new(key, text));
            if (MetadataRules.KeyFault(key) is { } keyFault)
            {
                faults.Add($"Metadata {word} key error: {keyFault}");
            }

            if (text is not null && rule(text) is { } valueFault)
            {
                faults.Add($"Metadata {word} value error: {valueFault}");
            }
        }
    }

    [GeneratedRegex(@"\A[+-]?[0-9]+\z")]
    private static partial Regex Integer();

    /// <summary>What Ruby reads as a number: blanks around it and underscores between its digits are fine.</summary>
    [GeneratedRegex(@"\A\s*[+-]?(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)?|\.[0-9]+(?:_[0-9]+)*)(?:[eE][+-]?[0-9]+(?:_[0-9]+)*)?\s*\z")]
    private static partial Regex Numeric();
}
