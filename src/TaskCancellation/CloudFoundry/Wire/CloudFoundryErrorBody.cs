using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>An error: a list of entries under /v3, one flat entry elsewhere. Without a code it is not the service's.</summary>
internal static class CloudFoundryErrorBody
{
    // An error has one or two.
    private const int MaxEntries = 8;

    internal static ServiceError? Read(ref WireReader reader)
    {
        var flat = default(Entry);
        ServiceError? listed = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("errors"u8))
            {
                listed = ReadList(ref reader);
            }
            else
            {
                flat = ReadMember(ref reader, flat, "error_code"u8, "description"u8);
            }
        }

        return listed ?? (flat is { Title: null, Detail: null } ? null : flat.ToError(flat.Words));
    }

    private static ServiceError? ReadList(ref WireReader reader)
    {
        var entries = new List<Entry>();
        if (reader.TryArray())
        {
            while (reader.NextItem())
            {
                if (entries.Count < MaxEntries && reader.TryObject())
                {
                    entries.Add(ReadEntry(ref reader));
                }
            }
        }

        return entries.Count == 0 ? null : entries[0].ToError(string.Join("; ", entries.Select(entry => entry.Words)));
    }

    private static Entry ReadEntry(ref WireReader reader)
    {
        var entry = default(Entry);
        while (reader.NextMember())
        {
            entry = ReadMember(ref reader, entry, "title"u8, "detail"u8);
        }

        return entry;
    }

    private static Entry ReadMember(ref WireReader reader, Entry entry, ReadOnlySpan<byte> title, ReadOnlySpan<byte> detail) =>
        reader.Is("code"u8) ? entry with { Code = reader.Integer() }
        : reader.Is(title) ? entry with { Title = reader.Message() }
        : reader.Is(detail) ? entry with { Detail = reader.Message() }
        : entry;

    private readonly record struct Entry(long? Code, string? Title, string? Detail)
    {
        internal string Words => (Title, Detail) switch
        {
            (null, null) => "no reason given",
            (null, _) => Detail,
            (_, null) => Title,
            _ => $"{Detail} ({Title})",
        };

        internal ServiceError? ToError(string words) => Code is { } code ? new ServiceError(code.ToString(CultureInfo.InvariantCulture), SafeText.Of(words)) : null;
    }
}
