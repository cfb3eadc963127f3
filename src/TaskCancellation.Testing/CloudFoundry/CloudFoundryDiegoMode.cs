namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>How Diego's task database (the BBS) reacts to requests of the Cloud Controller.</summary>
public enum CloudFoundryDiegoMode
{
    /// <summary>It answers after <see cref="CloudFoundryEmulator.DiegoDelay"/>.</summary>
    Answers,

    /// <summary>It refuses connections: the Cloud Controller retries for a minute, then answers 503.</summary>
    RefusesConnections,

    /// <summary>It accepts connections and does not answer: each attempt takes ten seconds, for a minute, then 503.</summary>
    IsSilent,

    /// <summary>It answers HTTP 503: 503 at once.</summary>
    AnswersUnavailable,

    /// <summary>It refuses with <see cref="CloudFoundryEmulator.DiegoError"/>: 500 at once.</summary>
    AnswersError,

    /// <summary>Its answer cannot be read: 503 at once.</summary>
    AnswersGarbage,
}
