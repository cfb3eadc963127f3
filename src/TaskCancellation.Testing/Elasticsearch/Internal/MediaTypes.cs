using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The vendor's media type, which names the version a client is compatible with.</summary>
internal static class MediaTypes
{
    private const string Vendor = "application/vnd.elasticsearch+json";

    /// <summary>The type the answer is labelled with; a refusal when the client asks for a version the server does not speak.</summary>
    internal static string Negotiate(EmulatedRequest request, ServerVersion version)
    {
        var plain = version.Major >= 8 ? "application/json" : "application/json; charset=UTF-8";
        if (!version.KnowsVendorType)
        {
            return plain;
        }

        var accept = VersionOf(request.Header("Accept"));
        var content = request.Body.IsEmpty ? null : VersionOf(request.Header("Content-Type"));
        Check("Accept", accept, request.Header("Accept"), version);
        Check("Content-Type", content, request.Header("Content-Type"), version);
        if (!request.Body.IsEmpty && accept != content && request.Header("Accept") is { } && request.Header("Content-Type") is { })
        {
            throw Refuse("A compatible version is required on both Content-Type and Accept headers if either one has requested a compatible version and the compatible versions must match. "
                + $"Accept={request.Header("Accept")}, Content-Type={request.Header("Content-Type")}");
        }

        return accept is { } asked ? string.Create(CultureInfo.InvariantCulture, $"{Vendor};compatible-with={asked}") : plain;
    }

    private static int? VersionOf(string? header)
    {
        var parts = (header ?? "").Split(';', StringSplitOptions.TrimEntries);
        var parameter = Array.Find(parts, part => part.StartsWith("compatible-with=", StringComparison.Ordinal));
        return parts[0] == Vendor && int.TryParse(parameter?["compatible-with=".Length..], CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static void Check(string name, int? asked, string? header, ServerVersion version)
    {
        if (asked is { } number && number != version.Major && number != version.Major - 1)
        {
            throw Refuse($"{name} version must be either version {version.Major} or {version.Major - 1}, but found {number}. {name}={header}");
        }
    }

    private static ApiError Refuse(string reason) => new(400, new ElasticsearchError(
        "media_type_header_exception", "Invalid media-type value on headers [Content-Type, Accept]", new ElasticsearchError("status_exception", reason)));
}
