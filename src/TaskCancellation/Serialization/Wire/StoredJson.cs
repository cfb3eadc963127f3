using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskCancellation.Serialization;

/// <summary>The JSON of stored data.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    Converters = [typeof(InstantConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(HeaderJson))]
[JsonSerializable(typeof(PlanJson))]
[JsonSerializable(typeof(OperationJson))]
internal sealed partial class StoredJson : JsonSerializerContext;

/// <summary>What every stored document begins with, whatever follows in its version.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record HeaderJson
{
    public required string Format { get; init; }

    public required int Version { get; init; }
}

/// <summary>Instants in ISO 8601 to 100 ns. One without an offset is refused, because it would mean another instant in another time zone.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    private const string Day = "yyyy-MM-dd";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var instant) && reader.GetString() is { } text && (text[^1] == 'Z' || (text.Length > Day.Length && text[^6] is '+' or '-'))
            ? instant
            : throw new JsonException("An instant with its offset from UTC is due.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value);
    }
}
