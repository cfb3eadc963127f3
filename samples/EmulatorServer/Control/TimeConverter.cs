using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmulatorServer.Control;

/// <summary>Lengths of time: a number of seconds, or a text such as <c>00:01:30.5</c> or <c>7.00:00:00</c>. Written as such a text.</summary>
internal sealed class TimeConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return TimeSpan.FromSeconds(reader.GetDouble());
        }

        return reader.TokenType == JsonTokenType.String && TimeSpan.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out var time)
            ? time
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("c", CultureInfo.InvariantCulture));
}
