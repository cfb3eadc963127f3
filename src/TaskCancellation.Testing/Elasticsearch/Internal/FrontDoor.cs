namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What is looked at in every request before a route is, and the form that its reply takes.</summary>
internal sealed class FrontDoor(ServerVersion version, EmulatedRequest request)
{
    private const int LongestLine = 4096;

    private Parameters? query;
    private bool hasTraces;

    /// <summary>The parameters of a request that may come in.</summary>
    /// <exception cref="ApiError">It may not.</exception>
    internal Parameters Check(bool detailedErrors)
    {
        if ($"{request.Method} {request.Uri()} HTTP/1.1".Length > LongestLine)
        {
            throw new ApiError(400, new ElasticsearchError("too_long_http_line_exception", "An HTTP line is larger than 4096 bytes."));
        }

        MediaTypes.Check(request, version);
        CheckPath();
        query = new Parameters(request, SafePath());
        if (request.RepeatedHeaders.Contains("X-Opaque-Id"))
        {
            const string reason = "multiple values for single-valued header [X-Opaque-Id].";
            throw version.IsOpenSearch ? ApiError.Text(400, reason) : ApiError.BadArgument(reason);
        }

        hasTraces = AsksForTraces(query);
        return hasTraces && !detailedErrors ? throw ApiError.Text(400, "error traces in responses are disabled.") : query;
    }

    /// <summary>What OPTIONS is answered with.</summary>
    internal static EmulatedReply Options(IReadOnlyList<string> allowed)
    {
        var reply = EmulatedReply.Text(200, "", "text/plain; charset=UTF-8");
        return allowed.Count == 0 ? reply : reply.WithHeader("Allow", string.Join(',', allowed));
    }

    internal EmulatedReply Shape(EmulatedReply reply)
    {
        var shaped = ReplyForm.Shape(reply, request, query, version);
        return request.Method == "HEAD" ? shaped with { Body = default } : shaped;
    }

    internal EmulatedReply Shape(ApiError error, bool detailedErrors)
    {
        if (error.Reply is { } reply)
        {
            return request.Method == "HEAD" ? reply with { Body = default } : reply;
        }

        var written = Routing.Json(error.Status, new ErrorForm(version, hasTraces, detailedErrors).Write(error)) with { Headers = error.Headers };
        try
        {
            return Shape(written);
        }
        catch (ApiError)
        {
            // The form that was asked for is the error itself.
            return written with { ContentType = version.JsonType };
        }
    }

    private bool AsksForTraces(Parameters parameters)
    {
        try
        {
            return parameters.Flag("error_trace");
        }
        catch (ApiError broken) when (version.ChecksTraceParameterFirst)
        {
            throw ApiError.Text(400, broken.Error.Reason);
        }
    }

    private void CheckPath()
    {
        try
        {
            if (version.DecodesPathFirst)
            {
                Percent.Decode(request.Path, plusIsSpace: false);
            }
        }
        catch (FormatException broken)
        {
            throw ApiError.BadArgument(broken.Message);
        }
    }

    private string SafePath()
    {
        try
        {
            return Percent.Decode(request.Path, plusIsSpace: false);
        }
        catch (FormatException)
        {
            // The route is refused for it later.
            return request.Path;
        }
    }
}
