namespace TaskCancellation;

/// <summary>The text of an argument's error where it is told of something else than an argument.</summary>
internal static class ArgumentText
{
    /// <summary>The message, without the name of the parameter that the framework appends.</summary>
    internal static string Of(ArgumentException error) =>
        error.ParamName is { } name ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : error.Message;
}
