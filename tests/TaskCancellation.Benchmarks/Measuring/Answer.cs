namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>What a side has understood of the service's replies. Floor, library and peers must agree on it, or they have not done the same work.</summary>
/// <param name="Seen">How many tasks a preview showed.</param>
/// <param name="Taken">How many tasks are being canceled, or are, as far as the reply names them.</param>
/// <param name="ServiceTask">The number of the service's own task that does the canceling; 0 where there is none.</param>
internal readonly record struct Answer(int Seen, int Taken, long ServiceTask = 0);
