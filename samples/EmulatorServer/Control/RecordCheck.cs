using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EmulatorServer.Control;

/// <summary>Finds members that a record cannot be read from, and reports the alternatives.</summary>
internal static class RecordCheck
{
    /// <summary>Refuses unknown members, missing required members, and unknown names of enumerations.</summary>
    /// <exception cref="JsonException">What is wrong, and where.</exception>
    internal static void Refuse(JsonElement json, Type type, string at = "")
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            RefuseName(json, type, at);
            return;
        }

        switch (ControlJson.Options.GetTypeInfo(type))
        {
            case { Kind: JsonTypeInfoKind.Object }:
                RefuseMembers(json, type, at);
                break;
            case { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } item } when json.ValueKind == JsonValueKind.Array:
                foreach (var (index, element) in json.EnumerateArray().Index())
                {
                    Refuse(element, item, $"{at}[{index}]");
                }

                break;
            default:
                break;
        }
    }

    private static void RefuseMembers(JsonElement json, Type type, string at)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"{(at.Length == 0 ? "An object" : $"{at}: an object")} is needed.");
        }

        var members = ControlJson.MembersOf(type);
        foreach (var given in json.EnumerateObject())
        {
            var member = members.FirstOrDefault(member => Same(member, given))
                ?? throw new JsonException($"There is no member {Path(at, given.Name)}, but {string.Join(", ", members.Select(member => member.Name))}.");
            if (given.Value.ValueKind != JsonValueKind.Null)
            {
                Refuse(given.Value, member.PropertyType, Path(at, given.Name));
            }
        }

        if (members.FirstOrDefault(member => member.IsRequired && !json.EnumerateObject().Any(given => Same(member, given) && given.Value.ValueKind != JsonValueKind.Null)) is { } missing)
        {
            throw new JsonException($"{Path(at, missing.Name)} is needed.");
        }
    }

    private static void RefuseName(JsonElement json, Type type, string at)
    {
        var known = Enum.GetNames(type);
        string[] given = json.ValueKind != JsonValueKind.String ? [json.GetRawText()]
            : type.IsDefined(typeof(FlagsAttribute), inherit: false) ? json.GetString()!.Split(',', StringSplitOptions.TrimEntries)
            : [json.GetString()!];
        if (json.ValueKind != JsonValueKind.String || !given.All(name => known.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            throw new JsonException($"{at}: there is no {json.GetRawText()}, but {string.Join(", ", known)}.");
        }
    }

    private static string Path(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";

    private static bool Same(JsonPropertyInfo member, JsonProperty given) => member.Name.Equals(given.Name, StringComparison.OrdinalIgnoreCase);
}
