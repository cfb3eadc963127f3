using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EmulatorServer.Control;

/// <summary>How the control endpoint writes and reads JSON.</summary>
internal static class ControlJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(), new TimeConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(), // which is asked for members before anything is written
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    /// <summary>The members of a record, as they are written.</summary>
    internal static IReadOnlyList<JsonPropertyInfo> MembersOf(Type record) => [.. Options.GetTypeInfo(record).Properties];

    /// <summary>A record from an object. What it has no member for, or no value of that form, is said without words of .NET.</summary>
    internal static T Read<T>(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("An object is needed.");
        }

        var members = MembersOf(typeof(T));
        if (json.EnumerateObject().FirstOrDefault(given => !members.Any(member => member.Name.Equals(given.Name, StringComparison.OrdinalIgnoreCase))) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
        {
            throw new JsonException($"There is no member {unknown.Name}, but {string.Join(", ", members.Select(member => member.Name))}.");
        }

        if (members.FirstOrDefault(member => member.IsRequired && !json.EnumerateObject().Any(given => given.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase))) is { } missing)
        {
            throw new JsonException($"{missing.Name} is needed.");
        }

        try
        {
            return json.Deserialize<T>(Options)!;
        }
        catch (JsonException wrong) when (wrong.Path is { } path)
        {
            throw new JsonException($"{path.TrimStart('$', '.')} has no such value.", wrong);
        }
    }

    /// <summary>A value as the settings and actions of the emulators take it: a text.</summary>
    internal static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };
}
