using System.Globalization;

namespace TaskCancellation.Testing;

/// <summary>One line of a history: what was seen at one moment. Immutable.</summary>
public sealed record HistoryLine
{
    internal HistoryLine(int number, TimeSpan at, HistoryLineKind kind, HistoryCall? source, string text) =>
        (Number, At, Kind, Source, Text) = (number, at, kind, source, text);

    /// <summary>Gets the number of the line, counted from 1.</summary>
    public int Number { get; }

    /// <summary>Gets how long after the start of the history it was seen, on the clock of the history.</summary>
    public TimeSpan At { get; }

    /// <summary>Gets what the line says.</summary>
    public HistoryLineKind Kind { get; }

    /// <summary>Gets the number of the call that the line belongs to; <see langword="null"/> for an observation.</summary>
    public int? Call => Source?.Number;

    /// <summary>Gets the task that the line is about; <see langword="null"/> when it is about none or about several.</summary>
    public TaskId? Id { get; internal init; }

    /// <summary>Gets what the line says in words.</summary>
    public string Text { get; }

    internal HistoryCall? Source { get; }

    /// <summary>The task that was shown.</summary>
    internal TaskSnapshot? Snapshot { get; init; }

    /// <summary>The outcome that was given.</summary>
    internal CancellationOutcome? Outcome { get; init; }

    /// <summary>What a call threw.</summary>
    internal Exception? Error { get; init; }

    /// <summary>The whole report of a cancel or of its wait.</summary>
    internal CancellationReport? Report { get; init; }

    /// <summary>The request, or its reply.</summary>
    internal HistoryRequest? Request { get; init; }

    /// <summary>Returns number, time, call and words of the line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number,5}  {At.TotalSeconds,10:0.000} s  {(Source is null ? "" : $"{Source}: ")}{Text}");
}
