using System.Globalization;
using System.Text;
using System.Xml;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The answer to a cancel as XML. Its existence is documented; its form is inferred.</summary>
internal static class CancelXml
{
    private static readonly XmlWriterSettings Settings = new() { OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false) };

    internal static VeevaVaultReply Write(string root, string status, IEnumerable<CancelItem> items, VeevaVaultItemErrors errors) =>
        Write(root, status, xml =>
        {
            xml.WriteStartElement("data");
            foreach (var item in items)
            {
                xml.WriteStartElement("item");
                xml.WriteElementString("responseStatus", item.Status);
                WriteRest(xml, item, errors);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        });

    internal static VeevaVaultReply Error(string root, VeevaVaultError error) =>
        Write(root, error.Status, xml => WriteErrors(xml, error, asArray: true));

    private static VeevaVaultReply Write(string root, string status, Action<XmlWriter> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var xml = XmlWriter.Create(text, Settings))
        {
            xml.WriteStartElement(root);
            xml.WriteElementString("responseStatus", status);
            write(xml);
            xml.WriteEndElement();
        }

        return new VeevaVaultReply(status, text.ToString(), "application/xml;charset=UTF-8");
    }

    private static void WriteRest(XmlWriter xml, CancelItem item, VeevaVaultItemErrors errors)
    {
        if (item.Error is not { } error)
        {
            xml.WriteStartElement("data");
            xml.WriteElementString("id", item.Id.ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }
        else if (errors == VeevaVaultItemErrors.AsMessage)
        {
            xml.WriteElementString("responseMessage", error.Message);
        }
        else if (errors == VeevaVaultItemErrors.AsNull)
        {
            xml.WriteElementString("errors", null);
        }
        else
        {
            WriteErrors(xml, error, errors == VeevaVaultItemErrors.AsArray);
        }
    }

    private static void WriteErrors(XmlWriter xml, VeevaVaultError error, bool asArray)
    {
        xml.WriteStartElement("errors");
        if (asArray)
        {
            xml.WriteStartElement("item");
        }

        xml.WriteElementString("type", error.Type);
        xml.WriteElementString("message", error.Message);
        if (asArray)
        {
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
