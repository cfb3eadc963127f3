namespace TaskCancellation.Testing.TopazImage;

/// <summary>The credit balance of an account.</summary>
/// <param name="Available">The credits that new jobs can use.</param>
/// <param name="Reserved">The credits that unfinished jobs will cost when they complete.</param>
public sealed record TopazImageCredits(int Available, int Reserved)
{
    /// <summary>Gets the sum of both.</summary>
    public int Total => Available + Reserved;
}
