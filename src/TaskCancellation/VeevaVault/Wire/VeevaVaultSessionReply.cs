using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>A login's answer. A class, so that no ToString shows the session.</summary>
internal sealed class VeevaVaultSessionReply
{
    private const int MostVaults = 1_000;
    private readonly List<(long? Id, string? Url)> vaults = [];

    private VeevaVaultSessionReply()
    {
    }

    internal string SessionId { get; private set; } = "";

    /// <summary>The vault that the session is for.</summary>
    internal long? VaultId { get; private set; }

    internal static VeevaVaultSessionReply Read(ref WireReader reader)
    {
        var reply = new VeevaVaultSessionReply();
        string? session = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("sessionId"u8))
            {
                session = reader.RequireText();
            }
            else if (reader.Is("vaultId"u8))
            {
                reply.VaultId = ReadId(ref reader);
            }
            else if (reader.Is("vaultIds"u8) && reader.TryArray())
            {
                while (reader.NextItem())
                {
                    if (ReadVault(ref reader) is ({ } id, { } url) && reply.vaults.Count < MostVaults)
                    {
                        reply.vaults.Add((id, url));
                    }
                }
            }
        }

        reply.SessionId = reader.Require(session, "sessionId");
        return reply;
    }

    /// <summary>Where a vault is that the user may log in to; null for one that is not named.</summary>
    internal string? UrlOf(long? vault) => vaults.FirstOrDefault(named => named.Id == vault).Url;

    private static (long? Id, string? Url) ReadVault(ref WireReader reader)
    {
        (long? id, string? url) = (null, null);
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                if (reader.Is("id"u8))
                {
                    id = ReadId(ref reader);
                }
                else if (reader.Is("url"u8))
                {
                    url = reader.SharedText();
                }
            }
        }

        return (id, url);
    }

    private static long? ReadId(ref WireReader reader) => long.TryParse(reader.SharedText(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
