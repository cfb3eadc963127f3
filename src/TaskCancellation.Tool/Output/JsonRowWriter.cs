using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TaskCancellation.Tool.Output;

/// <summary>JSON Lines. Everything but ASCII is escaped, so that no text of a server reaches a terminal as it is.</summary>
internal sealed class JsonRowWriter(TextWriter output) : RowWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    internal override void Write(IReadOnlyList<Field> row)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var field in row)
            {
                json.WritePropertyName(field.Name);
                WriteValue(json, field.Value);
            }

            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset instant:
                json.WriteStringValue(instant.ToUniversalTime());
                break;
            case RawJsonText raw:
                json.WriteRawValue(raw.Text);
                break;
            case IReadOnlyList<string> list:
                json.WriteStartArray();
                foreach (var text in list)
                {
                    json.WriteStringValue(text);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
