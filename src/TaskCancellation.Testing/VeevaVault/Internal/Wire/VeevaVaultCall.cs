namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A request, and what is known about it so far.</summary>
internal sealed class VeevaVaultCall(EmulatedRequest request)
{
    internal EmulatedRequest Request => request;

    /// <summary>The decoded segments of the path; empty ones left out.</summary>
    internal string[] Path { get; } = [.. request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    /// <summary>The version in the path as a number; zero when there is none.</summary>
    internal int Version => Path is ["api", var version, ..] ? VeevaVaultVersion.Parse(version) ?? 0 : 0;

    /// <summary>What relative addresses in answers begin with.</summary>
    internal string Root => $"/api/{Path[1]}";

    internal bool IsLogin => Path is ["api", _, "auth"] or ["auth", ..];

    internal Dictionary<string, string> Query => QueryString.Parse(request.RawQuery);

    /// <summary>The fields of the body: a form, or a multipart form.</summary>
    internal Dictionary<string, string> Form
    {
        get
        {
            try
            {
                return MultipartForm.Read(request)?.Fields ?? QueryString.Parse(request.BodyText);
            }
            catch (FormatException malformed)
            {
                throw VeevaVaultRefusal.InvalidData(malformed.Message);
            }
        }
    }

    internal Session? Session { get; set; }

    /// <summary>The caller, once authenticated.</summary>
    internal Account User { get => field ?? throw VeevaVaultRefusal.InvalidSession(); set; }

    /// <summary>How long the answer is held back by a limit.</summary>
    internal TimeSpan Delay { get; set; }

    /// <summary>Only the cancel endpoint offers XML.</summary>
    internal bool WantsXml =>
        Path is [_, _, "services", "jobs", "actions", "cancel"]
        && request.Header("Accept") is { } accept
        && accept.Contains("application/xml", StringComparison.OrdinalIgnoreCase)
        && !accept.Contains("application/json", StringComparison.OrdinalIgnoreCase);
}
