using System.Buffers.Text;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Node ids that depend on the seed only: 22 characters of base64url, as the server makes them.</summary>
internal sealed class IdSequence(int seed)
{
    private ulong state = (uint)seed;

    internal string Next()
    {
        var bytes = new byte[16];
        BitConverter.TryWriteBytes(bytes, Mix());
        BitConverter.TryWriteBytes(bytes.AsSpan(8), Mix());
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>SplitMix64.</summary>
    private ulong Mix()
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
