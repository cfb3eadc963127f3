namespace TaskCancellation.Tests.Faults;

/// <summary>What a cell gave.</summary>
/// <param name="Service">The service.</param>
/// <param name="Verb">The verb.</param>
/// <param name="Fault">The fault.</param>
/// <param name="Extent">The requests that it hit.</param>
/// <param name="Said">What the call said, in a few words.</param>
/// <param name="Wrongs">What of it is not so.</param>
internal sealed record FaultResult(string Service, FaultVerb Verb, Fault Fault, FaultExtent Extent, string Said, IReadOnlyList<string> Wrongs)
{
    public override string ToString() => $"{Service}, {Verb}, {Fault} ({Extent}): {Said}\n  {string.Join("\n  ", Wrongs)}";
}
