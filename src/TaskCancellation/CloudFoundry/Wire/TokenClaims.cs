namespace TaskCancellation.CloudFoundry;

/// <summary>What is needed of a token's payload.</summary>
/// <param name="Exp">When it expires, in seconds since 1970.</param>
internal sealed record TokenClaims(double? Exp);
