using System.Globalization;

namespace TaskCancellation.Http;

/// <summary>A reply is longer than the bound.</summary>
internal sealed class ReplyTooLargeException(int maxBytes) : IOException(
    string.Create(CultureInfo.InvariantCulture, $"The reply is longer than MaxReplyBytes = {maxBytes}."));
