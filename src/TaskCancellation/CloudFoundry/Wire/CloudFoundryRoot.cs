using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>What the root address answers to everyone.</summary>
/// <param name="IsOnKubernetes">It is Korifi.</param>
/// <param name="Version">The version of the API.</param>
/// <param name="Login">Where to log in.</param>
/// <param name="Uaa">The UAA, which takes logins too.</param>
internal sealed record CloudFoundryRoot(bool IsOnKubernetes, string? Version, string? Login, string? Uaa)
{
    internal static CloudFoundryRoot Read(ref WireReader reader)
    {
        var root = new CloudFoundryRoot(false, null, null, null);
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("cf_on_k8s"u8))
            {
                root = root with { IsOnKubernetes = reader.Flag() == true };
            }
            else if (reader.Is("links"u8) && reader.TryObject())
            {
                while (reader.NextMember())
                {
                    root = reader.Is("cloud_controller_v3"u8) ? root with { Version = Find(ref reader, "meta"u8, "version"u8) }
                        : reader.Is("login"u8) ? root with { Login = Find(ref reader, "href"u8) }
                        : reader.Is("uaa"u8) ? root with { Uaa = Find(ref reader, "href"u8) }
                        : root;
                }
            }
        }

        return root;
    }

    // The text of a member, or of a member of that.
    private static string? Find(ref WireReader reader, ReadOnlySpan<byte> name, ReadOnlySpan<byte> inner = default)
    {
        string? found = null;
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                found = !reader.Is(name) ? found : inner.IsEmpty ? reader.SharedText() : Find(ref reader, inner);
            }
        }

        return found;
    }
}
