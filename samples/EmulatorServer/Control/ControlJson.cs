using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EmulatorServer.Control;

/// <summary>How the control endpoint writes and reads JSON.</summary>
internal static class ControlJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = ControlContext.Default,
        Converters = { new TimeConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    private static JsonSerializerOptions Compact { get; } = new(Options) { WriteIndented = false };

    /// <summary>The members of a record, as they are written.</summary>
    internal static IReadOnlyList<JsonPropertyInfo> MembersOf(Type record) => [.. Options.GetTypeInfo(record).Properties];

    internal static JsonElement Write<T>(T value) => JsonSerializer.SerializeToElement(value, TypeOf<T>());

    /// <summary>Reads a record from an object. Errors do not mention .NET.</summary>
    /// <param name="json">The members that differ from the defaults.</param>
    /// <param name="usual">The defaults: generated code does not know the values of missing members.</param>
    internal static T Read<T>(JsonElement json, T usual)
    {
        RecordCheck.Refuse(json, typeof(T));
        var members = MembersOf(typeof(T));
        var whole = JsonSerializer.SerializeToNode(usual, TypeOf<T>())!.AsObject();
        foreach (var given in json.EnumerateObject())
        {
            whole[members.First(member => member.Name.Equals(given.Name, StringComparison.OrdinalIgnoreCase)).Name] = JsonNode.Parse(given.Value.GetRawText());
        }

        try
        {
            return whole.Deserialize(TypeOf<T>())!;
        }
        catch (JsonException wrong)
        {
            var name = wrong.Path?.TrimStart('$', '.') ?? "";
            var member = members.FirstOrDefault(one => one.Name == name.Split('.', '[')[0]);
            throw new JsonException(member is null ? wrong.Message : $"{name} has no such value: {RecordDocs.TypeOf(member)} is needed.", wrong);
        }
    }

    /// <summary>A value as text, as the settings and actions of the emulators accept it.</summary>
    internal static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };

    /// <summary>A value as it is written, on one line unless indented.</summary>
    internal static string Text(object? value, Type type, bool indented = false) => JsonSerializer.Serialize(value, (indented ? Options : Compact).GetTypeInfo(type));

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
}
