using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>The versions of the API, with their addresses.</summary>
/// <param name="Newest">The newest that has the form of one; null when there is none.</param>
internal sealed record VeevaVaultRoot(string? Newest)
{
    internal static VeevaVaultRoot Read(ref WireReader reader)
    {
        string? status = null;
        string? newest = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("responseStatus"u8))
            {
                status = reader.RequireSharedText();
            }
            else if (reader.Is("values"u8) && reader.TryObject())
            {
                while (reader.NextMember())
                {
                    newest = VeevaVaultVersion.Rank(reader.Name) > (VeevaVaultVersion.Rank(newest) ?? 0) ? reader.Name : newest;
                }
            }
        }

        reader.Require(status, "responseStatus");
        return new VeevaVaultRoot(newest);
    }
}
