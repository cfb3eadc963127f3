using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>What the service that exists only here answers.</summary>
internal sealed record ProbeBody(int Value)
{
    internal static ProbeBody Read(ref WireReader reader)
    {
        int? value = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("value"u8))
            {
                value = checked((int)reader.RequireInteger());
            }
        }

        return new ProbeBody(reader.Require(value, "value"));
    }
}
