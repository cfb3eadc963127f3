namespace TaskCancellation.Testing.TopazImage;

/// <summary>The balance of an account.</summary>
/// <param name="Available">What new jobs can be paid with.</param>
/// <param name="Reserved">What unfinished jobs will cost when they complete.</param>
public sealed record TopazImageCredits(int Available, int Reserved)
{
    /// <summary>Both together.</summary>
    public int Total => Available + Reserved;
}
