using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace TaskCancellation.VeevaVault;

/// <summary>Puts a reply in XML into the JSON that it would be, in one forward pass. Vault documents that there are such, and no example: elements are taken by the names that the JSON has, whatever the root and the items are called and whatever their namespace.</summary>
internal sealed class VeevaVaultXml : IDisposable
{
    private const int MaxDepth = 32;
    private const int MaxElements = 50_000;

    // Nothing outside the reply is ever read, nor anything in it expanded.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private readonly XmlReader xml;
    private readonly Utf8JsonWriter json;
    private int elements;

    private VeevaVaultXml(Stream body, IBufferWriter<byte> result)
    {
        xml = XmlReader.Create(body, Settings);
        json = new Utf8JsonWriter(result);
    }

    /// <summary>The JSON of a body in XML; the body as it came, when it is not XML, or beyond all bounds.</summary>
    internal static ReadOnlySpan<byte> ToJson(ReadOnlySpan<byte> body)
    {
        if (!body.TrimStart(" \t\r\n"u8).StartsWith("<"u8))
        {
            return body;
        }

        var result = new ArrayBufferWriter<byte>();
        using var stream = new MemoryStream(body.ToArray());
        try
        {
            using var conversion = new VeevaVaultXml(stream, result);
            conversion.Write();
            return result.WrittenSpan;
        }
        catch (XmlException)
        {
            // Whoever reads it as JSON will say so.
            return body;
        }
    }

    public void Dispose()
    {
        json.Dispose();
        xml.Dispose();
    }

    private void Write()
    {
        xml.MoveToContent();
        WriteElement();
        while (xml.Read())
        {
            // What follows the root must be well-formed too.
        }

        json.Flush();
    }

    // What has children is an object, or a list; what has none is a text.
    private void WriteElement()
    {
        if (xml.Depth > MaxDepth || ++elements > MaxElements)
        {
            throw new XmlException("The reply is nested too deep, or has too many elements.");
        }

        var (name, depth) = (xml.LocalName, xml.Depth);
        var text = new StringBuilder();
        while (!xml.IsEmptyElement && xml.Read() && xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                WriteChildren(IsList(name, depth, xml.LocalName));
                return;
            }

            text.Append(xml.Value);
        }

        json.WriteStringValue(text.ToString().Trim());
    }

    private void WriteChildren(bool isList)
    {
        if (isList)
        {
            json.WriteStartArray();
        }
        else
        {
            json.WriteStartObject();
        }

        do
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                if (!isList)
                {
                    json.WritePropertyName(xml.LocalName);
                }

                WriteElement();
            }
        }
        while (xml.Read() && xml.NodeType != XmlNodeType.EndElement);

        if (isList)
        {
            json.WriteEndArray();
        }
        else
        {
            json.WriteEndObject();
        }
    }

    // The data of the whole are one item for each job; errors are one error, or several.
    private static bool IsList(string name, int depth, string firstChild) =>
        (name == "data" && depth == 1) || (name == "errors" && firstChild is not ("type" or "message"));
}
