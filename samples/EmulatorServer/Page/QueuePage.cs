using System.Security.Cryptography;
using System.Text;

namespace EmulatorServer.Page;

/// <summary>The page that shows the queues: one file, which loads nothing else.</summary>
internal static class QueuePage
{
    private static readonly string Html = Read();

    /// <summary>Only the style and the script of the file itself are let run, told by their hashes, and they speak to this server alone.</summary>
    private static readonly string Policy = string.Join("; ", [
        "default-src 'none'",
        $"script-src {HashOf("script")}",
        $"style-src {HashOf("style")}",
        "connect-src 'self'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]);

    internal static Task WriteAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.Vary = "Accept";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Html, context.RequestAborted);
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(QueuePage).Assembly.GetManifestResourceStream("page.html")!);
        return reader.ReadToEnd();
    }

    private static string HashOf(string element)
    {
        var (begin, end) = (Html.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2, Html.IndexOf($"</{element}>", StringComparison.Ordinal));
        return $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Html[begin..end])))}'";
    }
}
