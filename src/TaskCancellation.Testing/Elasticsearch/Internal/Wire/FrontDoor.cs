namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The checks of every request before it is routed, and the form of its reply.</summary>
internal sealed class FrontDoor(ElasticsearchVersion version, EmulatedRequest request)
{
    private const int LongestLine = 4096;

    private ElasticsearchParameters? query;
    private bool hasTraces;

    /// <summary>The parameters of a request that may come in.</summary>
    /// <exception cref="ElasticsearchRefusal">It may not.</exception>
    internal ElasticsearchParameters Check(bool detailedErrors)
    {
        if ($"{request.Method} {request.Uri()} HTTP/1.1".Length > LongestLine)
        {
            throw new ElasticsearchRefusal(400, new ElasticsearchError("too_long_http_line_exception", "An HTTP line is larger than 4096 bytes."));
        }

        MediaTypes.Check(request, version);
        CheckPath();
        query = new ElasticsearchParameters(request, SafePath());
        if (request.RepeatedHeaders.Contains("X-Opaque-Id"))
        {
            const string reason = "multiple values for single-valued header [X-Opaque-Id].";
            throw version.IsOpenSearch ? ElasticsearchRefusal.Text(400, reason) : ElasticsearchRefusal.BadArgument(reason);
        }

        hasTraces = AsksForTraces(query);
        return hasTraces && !detailedErrors ? throw ElasticsearchRefusal.Text(400, "error traces in responses are disabled.") : query;
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

    internal EmulatedReply Shape(ElasticsearchRefusal error, bool detailedErrors)
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
        catch (ElasticsearchRefusal)
        {
            // The requested form is itself the error.
            return written with { ContentType = version.JsonType };
        }
    }

    private bool AsksForTraces(ElasticsearchParameters parameters)
    {
        try
        {
            return parameters.Flag("error_trace");
        }
        catch (ElasticsearchRefusal broken) when (version.ChecksTraceParameterFirst)
        {
            throw ElasticsearchRefusal.Text(400, broken.Error.Reason);
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
            throw ElasticsearchRefusal.BadArgument(broken.Message);
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
