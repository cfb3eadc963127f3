namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>How Diego's database of tasks (the BBS) behaves when the Cloud Controller asks it.</summary>
public enum CloudFoundryDiegoMode
{
    /// <summary>It answers, after <see cref="CloudFoundryEmulator.DiegoDelay"/>.</summary>
    Answers,

    /// <summary>Nothing listens there: tried again for a minute, then 503.</summary>
    RefusesConnections,

    /// <summary>It takes connections and says nothing: each try takes ten seconds, tried again for a minute, then 503.</summary>
    IsSilent,

    /// <summary>It answers HTTP 503: 503 at once.</summary>
    AnswersUnavailable,

    /// <summary>It refuses with <see cref="CloudFoundryEmulator.DiegoError"/>: 500 at once.</summary>
    AnswersError,

    /// <summary>What it answers cannot be read: 503 at once.</summary>
    AnswersGarbage,
}
