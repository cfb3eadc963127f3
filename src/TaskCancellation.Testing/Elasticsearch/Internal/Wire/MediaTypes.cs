using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The media types of requests and replies, among them the vendor's, which names the version a client is compatible with.</summary>
internal static class MediaTypes
{
    private const string Vendor = "application/vnd.elasticsearch+";

    private static readonly string[] Forms = ["json", "yaml", "cbor", "smile"];

    /// <summary>Refuses headers that no reply could follow.</summary>
    internal static void Check(EmulatedRequest request, ElasticsearchVersion version)
    {
        if (request.RepeatedHeaders.Contains("Content-Type"))
        {
            throw version.NegotiatesVendorType
                ? Refuse("Content-Type", new("illegal_argument_exception", "Incorrect header [Content-Type]. Only one value should be provided"))
                : OnlyOne("only one Content-Type header should be provided");
        }

        if (!version.NegotiatesVendorType)
        {
            return;
        }

        foreach (var name in (string[])["Accept", "Content-Type"])
        {
            // A type has a slash; anything else is not even one that is not known.
            if (request.Header(name) is { Length: > 0 } header && !header.Contains('/', StringComparison.Ordinal))
            {
                throw Refuse(name, new("illegal_argument_exception", $"invalid media-type [{header}]"));
            }
        }

        CheckVersions(request, version);
    }

    /// <summary>A body must be of a type that the server reads.</summary>
    internal static void CheckBody(EmulatedRequest request, ElasticsearchVersion version)
    {
        var type = request.Header("Content-Type");
        if (!request.Body.IsEmpty && !IsRead(Plain(type), version))
        {
            throw ElasticsearchRefusal.Text(406, $"Content-Type header [{type}] is not supported");
        }
    }

    /// <summary>The form that the reply takes, and the type it is labelled with.</summary>
    internal static (string Form, string Type) Reply(EmulatedRequest request, string? format, ElasticsearchVersion version)
    {
        var accept = request.Header("Accept") ?? "";
        var form = format == "yaml" || (format is null && Plain(accept) == "application/yaml") ? "yaml" : "json";
        if (version.NegotiatesVendorType && VersionOf(accept) is { } asked)
        {
            return (form, string.Create(CultureInfo.InvariantCulture, $"{Plain(accept)};compatible-with={asked}"));
        }

        return (form, form == "json" ? version.JsonType : $"application/{form}");
    }

    private static bool IsRead(string type, ElasticsearchVersion version) =>
        type == "application/x-ndjson"
        || Array.Exists(Forms, form => type == $"application/{form}" || (version.KnowsVendorType && type is not "" && (type == Vendor + form || type == Vendor + "x-ndjson")));

    private static string Plain(string? header) => (header ?? "").Split(';')[0].Trim().ToLowerInvariant();

    private static void CheckVersions(EmulatedRequest request, ElasticsearchVersion version)
    {
        var (accept, content) = (request.Header("Accept"), request.Body.IsEmpty ? null : request.Header("Content-Type"));
        CheckVersion("Accept", VersionOf(accept), accept, version);
        CheckVersion("Content-Type", VersionOf(content), content, version);
        if (accept is not null && content is not null && VersionOf(accept) != VersionOf(content))
        {
            throw RefuseVersion("A compatible version is required on both Content-Type and Accept headers if either one has requested a compatible version and the compatible versions must match. "
                + $"Accept={accept}, Content-Type={content}");
        }
    }

    private static int? VersionOf(string? header)
    {
        var parameter = Array.Find((header ?? "").Split(';', StringSplitOptions.TrimEntries), part => part.StartsWith("compatible-with=", StringComparison.Ordinal));
        return Plain(header).StartsWith(Vendor, StringComparison.Ordinal) && int.TryParse(parameter?["compatible-with=".Length..], CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static void CheckVersion(string name, int? asked, string? header, ElasticsearchVersion version)
    {
        if (asked is { } number && number != version.Major && number != version.Major - 1)
        {
            throw RefuseVersion($"{name} version must be either version {version.Major} or {version.Major - 1}, but found {number}. {name}={header}");
        }
    }

    private static ElasticsearchRefusal RefuseVersion(string reason) => Refuse("Content-Type, Accept", new("status_exception", reason));

    private static ElasticsearchRefusal Refuse(string headers, ElasticsearchError cause) =>
        new(400, new ElasticsearchError("media_type_header_exception", $"Invalid media-type value on headers [{headers}]", cause));

    private static ElasticsearchRefusal OnlyOne(string reason) => new(400, new ElasticsearchError(
        "content_type_header_exception", $"java.lang.IllegalArgumentException: {reason}", new ElasticsearchError("illegal_argument_exception", reason)));
}
