using System.Globalization;
using System.Text.Json;
using System.Xml;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Reads the items of a reply to a cancel: as many as were asked for, in their order, or the reply cannot be used at all.</summary>
internal static class VaultCancelReader
{
    internal static IReadOnlyList<VaultCancelItem> Read(TaskHttpReply reply, IReadOnlyList<long> asked)
    {
        var items = Items(reply) ?? throw reply.ProtocolError("The reply to the cancel says nothing of the jobs.");
        if (items.Count != asked.Count)
        {
            throw reply.ProtocolError(string.Create(CultureInfo.InvariantCulture, $"The reply to the cancel speaks of {items.Count} jobs, and {asked.Count} were asked for: which answer is whose cannot be told."));
        }

        return [.. items.Select((item, at) => item is not null && (item.Id is not { } id || id == asked[at])
            ? item
            : throw reply.ProtocolError("The reply to the cancel names another job than was asked for at that place: which answer is whose cannot be told."))];
    }

    private static IReadOnlyList<VaultCancelItem?>? Items(TaskHttpReply reply)
    {
        if (!VaultXml.IsXml(reply.Body.Span))
        {
            return reply.Read(VaultJson.Default.VaultCancelReply).Data;
        }

        try
        {
            return VaultXml.ReadItems(reply.Body);
        }
        catch (Exception error) when (error is XmlException or JsonException)
        {
            throw reply.ProtocolError("The reply is not the XML expected.", error);
        }
    }
}
