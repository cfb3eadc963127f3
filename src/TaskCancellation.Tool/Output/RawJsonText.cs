namespace TaskCancellation.Tool.Output;

/// <summary>A value that is JSON already.</summary>
internal sealed record RawJsonText(string Text)
{
    public override string ToString() => Text;
}
