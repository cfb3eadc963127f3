namespace TaskCancellation.Model.Tests.World;

/// <summary>What was seen of a run, or of a binding: the call before the token fired, and the one after.</summary>
internal sealed class RunWatch(Call before, CancellationTokenSource source, TimeSpan grace)
{
    internal Call Before => before;

    /// <summary>The cancel; null when the token did not fire.</summary>
    internal Call? After { get; set; }

    internal CancellationToken Token { get; } = source.Token;

    internal TimeSpan Grace => grace;

    internal TimeSpan FiredAt { get; set; }

    /// <summary>How often a cancel was called for.</summary>
    internal int Cancels { get; set; }

    /// <summary>The cancel was answered, and is waited for.</summary>
    internal bool IsAnswered { get; set; }

    /// <summary>The id is known to the run; a binding knows it from the start.</summary>
    internal bool IsIdKnown { get; set; }

    internal bool IsOver { get; set; }

    internal void Fire() => source.Cancel();
}
