using System.Runtime.CompilerServices;

namespace TaskCancellation.Model.Tests.World;

/// <summary>A line of a transcript, which is not even put together where none is written.</summary>
[InterpolatedStringHandler]
internal ref struct Line
{
    private DefaultInterpolatedStringHandler text;

    public Line(int literalLength, int formattedCount, Stage stage, out bool isTold)
    {
        isTold = stage.IsTranscribed;
        text = isTold ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string literal) => text.AppendLiteral(literal);

    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    internal string Read() => text.ToStringAndClear();
}
