namespace TaskCancellation.Testing.TopazImage;

/// <summary>What refusals have for a body.</summary>
public enum TopazImageErrorBody
{
    /// <summary>JSON with <c>code</c> and <c>message</c>.</summary>
    WithCode,

    /// <summary>JSON with <c>message</c> alone, which is all that is required.</summary>
    WithoutCode,

    /// <summary>None.</summary>
    Empty,

    /// <summary>The HTML page of a proxy, under the status of the refusal.</summary>
    Html,
}
