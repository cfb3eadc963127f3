using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace TaskCancellation.VeevaVault;

/// <summary>Reads replies in XML. Vault documents no example: elements are found by the names that the JSON has, whatever the root and the items are called and whatever their namespace.</summary>
internal static class VaultXml
{
    // Nothing outside the reply is ever read, nor anything in it expanded.
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    internal static bool IsXml(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    /// <summary>The top of a reply; null when it is not the XML expected.</summary>
    internal static VaultFailure? ReadFailure(ReadOnlySpan<byte> body)
    {
        try
        {
            return Load(body.ToArray()) is { } root && Text(root, "responseStatus") is { } status
                ? new VaultFailure { ResponseStatus = status, ResponseMessage = Text(root, "responseMessage"), ErrorType = Text(root, "errorType"), Errors = Errors(root) }
                : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The items of a reply to a cancel, in order; null when it has none.</summary>
    /// <exception cref="XmlException">It is not XML.</exception>
    internal static IReadOnlyList<VaultCancelItem?>? ReadItems(ReadOnlyMemory<byte> body) =>
        Load(body.ToArray()) is { } root && Text(root, "responseStatus") is not null && Child(root, "data") is { } data
            ? [.. data.Elements().Select(Item)]
            : null;

    private static XElement? Load(byte[] body)
    {
        using var stream = new MemoryStream(body, writable: false);
        using var reader = XmlReader.Create(stream, Settings);
        return XDocument.Load(reader).Root;
    }

    private static VaultCancelItem Item(XElement item) => new()
    {
        ResponseStatus = Text(item, "responseStatus"),
        ResponseMessage = Text(item, "responseMessage"),
        Data = Child(item, "data") is { } data && long.TryParse(Text(data, "id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? JsonSerializer.SerializeToElement(new VaultJobReference(id), VaultJson.Default.VaultJobReference)
            : null,
        Errors = Errors(item),
    };

    // Either the error itself, or a list of them.
    private static JsonElement? Errors(XElement parent)
    {
        if (Child(parent, "errors") is not { } errors)
        {
            return null;
        }

        var each = Child(errors, "type") is null && Child(errors, "message") is null ? errors.Elements() : [errors];
        return JsonSerializer.SerializeToElement(
            [.. each.Select(error => new VaultError(Text(error, "type"), Text(error, "message")))], VaultJson.Default.VaultErrorArray);
    }

    private static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private static string? Text(XElement parent, string name) => Child(parent, name)?.Value.Trim();
}
