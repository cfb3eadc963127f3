using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A request as a controller sees it: parameters and body parsed, media types checked.</summary>
internal sealed partial class CloudFoundryCall
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string MultipartType = "multipart/form-data";

    /// <summary>The media types that are read as JSON. No other type is, whatever its name.</summary>
    private static readonly string[] JsonTypes = ["application/json", "text/x-json", "application/jsonrequest", "application/problem+json"];

    /// <summary>Bodies nested as deep as that are still read.</summary>
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, MaxDepth = 1024 };

    private readonly Lazy<JsonObject> body;

    /// <summary>Reads what is read before authentication: malformed encodings and media types are refused here.</summary>
    internal CloudFoundryCall(EmulatedRequest request, bool hasFormat)
    {
        Query = CloudFoundryParameters.Parse(request.RawQuery);
        var type = MediaType(request);
        if (type is not null && !TypeName().IsMatch(type))
        {
            throw CloudFoundryRefusal.NotAcceptable();
        }

        var isJson = JsonTypes.Contains(type);
        if (isJson && !CloudFoundryParameters.IsUtf8(request.Body.Span))
        {
            throw CloudFoundryRefusal.Unreadable();
        }

        var form = isJson ? [] : ReadForm(request, type);
        body = new(() => isJson ? ReadJson(request.Body) : form);
        if (!hasFormat)
        {
            CheckAccept(request.Header("Accept") ?? "");
        }
    }

    internal JsonObject Query { get; }

    /// <summary>The members of the body: none when there is none, or none that is read; <c>_json</c> for JSON that is no object.</summary>
    internal JsonObject Body => body.Value;

    /// <summary>Refuses malformed JSON, whether it is needed or not.</summary>
    internal void ReadBody() => _ = Body;

    /// <summary>No such route, unless the body is refused before.</summary>
    internal CloudFoundryRefusal Unknown()
    {
        ReadBody();
        return CloudFoundryRefusal.UnknownRequest();
    }

    private static string? MediaType(EmulatedRequest request) =>
        request.Header("Content-Type")?.Split(',', ';')[0].Trim().ToLowerInvariant();

    /// <summary>Without a type a body is a form.</summary>
    private static JsonObject ReadForm(EmulatedRequest request, string? type)
    {
        if (type is null or FormType)
        {
            return CloudFoundryParameters.Parse(request.BodyText);
        }

        var boundary = type == MultipartType ? Boundary().Match(request.Header("Content-Type")!).Groups["boundary"].Value : "";
        return boundary.Length == 0 || request.BodyText.Contains("--" + boundary, StringComparison.Ordinal) ? [] : throw CloudFoundryRefusal.Unreadable();
    }

    private static JsonObject ReadJson(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(body, Lenient);
            return Convert(document.RootElement) as JsonObject ?? new JsonObject { ["_json"] = Convert(document.RootElement) };
        }
        catch (JsonException)
        {
            throw CloudFoundryRefusal.BadBody();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in a text: well-formed JSON, and no UTF-8 once it is unescaped.
            throw CloudFoundryRefusal.Unreadable();
        }
    }

    /// <summary>A copy in which the last of several members of one name counts.</summary>
    private static JsonNode? Convert(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in element.EnumerateObject())
                {
                    members[member.Name] = Convert(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(Convert)]);
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                return element.GetString();
            default:
                return JsonValue.Create(element.Clone());
        }
    }

    /// <summary>Every type named must be one, unless it looks as if a browser is asking.</summary>
    private static void CheckAccept(string accept)
    {
        var types = accept.Split(',').Select(item => item.Split(';')[0].Trim()).Where(item => item.Length > 0);
        if (!Browser().IsMatch(accept) && !types.All(type => TypeName().IsMatch(type)))
        {
            throw CloudFoundryRefusal.NotAcceptable();
        }
    }

    [GeneratedRegex(@",\s*\*/\*|\*/\*\s*,")]
    private static partial Regex Browser();

    [GeneratedRegex(@"\A(?:\*/\*|[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/(?:\*|[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}))\z")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"boundary=""?(?<boundary>[^"";,]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Boundary();
}
