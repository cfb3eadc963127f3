namespace TaskCancellation.Testing.TopazImage;

/// <summary>The body of error replies.</summary>
public enum TopazImageErrorBody
{
    /// <summary>JSON with <c>code</c> and <c>message</c>.</summary>
    WithCode,

    /// <summary>JSON with <c>message</c> only, the one required member.</summary>
    WithoutCode,

    /// <summary>No body.</summary>
    Empty,

    /// <summary>The HTML page of a proxy, with the status of the error.</summary>
    Html,
}
