using System.Text.Json;

namespace TaskCancellation.Tests.Hostile;

/// <summary>Error bodies in each service's own form, about nothing that a task could be in: no code of them says that it is not there, or has ended.</summary>
internal static class OwnErrors
{
    private const string NoCode = "no_such_code";

    /// <summary>An error of the service, with that message.</summary>
    internal static HostileReply Of(string service, Random random, string message)
    {
        var words = JsonEncodedText.Encode(message);
        var (status, code) = (random.Next(4), random.Next(3));
        return service switch
        {
            "Meilisearch" => Json(
                Pick(status, 400, 500, 503, 429),
                $$"""{"message":"{{words}}","code":"{{Pick(code, NoCode, "internal", "too_many_search_requests")}}","type":"internal","link":"https://docs.meilisearch.com/errors"}"""),
            "Elasticsearch" => Json(
                Pick(status, 400, 500, 503, 429),
                $$"""{"error":{"root_cause":[{"type":"{{NoCode}}","reason":"{{words}}"}],"type":"{{Pick(code, NoCode, "circuit_breaking_exception", "parse_exception")}}","reason":"{{words}}","caused_by":{"type":"{{NoCode}}","reason":"{{words}}"} },"status":500}"""),
            "CloudFoundry" => code == 0
                ? Json(Pick(status, 400, 401, 500, 503), $$"""{"error":"{{NoCode}}","error_description":"{{words}}"}""")
                : Json(Pick(status, 400, 500, 503, 429), $$"""{"errors":[{"detail":"{{words}}","title":"CF-{{NoCode}}","code":{{Pick(code, 0, 99999, 10013)}}},{"detail":"{{words}}","title":"CF-Other","code":1}]}"""),
            "TopazImage" => Json(Pick(status, 400, 500, 503, 429), $$"""{"code":{{Pick(code, 400, 500, 503)}},"message":"{{words}}"}"""),
            _ => Json(
                Pick(status, 200, 200, 200, 500),
                $$"""{"responseStatus":"{{Pick(code, "FAILURE", "EXCEPTION", "FAILURE")}}","responseMessage":"{{words}}","errors":[{"type":"{{Pick(code, NoCode, "UNEXPECTED_ERROR", "API_LIMIT_EXCEEDED")}}","message":"{{words}}"}],"errorType":"{{NoCode}}"}"""),
        };
    }

    private static T Pick<T>(int at, params T[] from) => from[at];

    private static HostileReply Json(int status, string body) => new(status, "application/json", System.Text.Encoding.UTF8.GetBytes(body));
}
