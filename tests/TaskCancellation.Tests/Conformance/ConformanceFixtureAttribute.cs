using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace TaskCancellation.Tests.Conformance;

/// <summary>A run of the conformance suite whose tests tell by their names which service it was, how far ahead its clock, and how it was reached, so that a rare failure can be chased.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ConformanceFixtureAttribute(string transport, int skewMinutes, bool scrambleInferred) : NUnitAttribute, IFixtureBuilder2, IImplyFixture
{
    /// <summary>The fixture takes skew and scrambling.</summary>
    public bool IsGiven { get; init; } = true;

    public IEnumerable<TestSuite> BuildFrom(ITypeInfo typeInfo) => Named(typeInfo, Fixture.BuildFrom(typeInfo));

    public IEnumerable<TestSuite> BuildFrom(ITypeInfo typeInfo, IPreFilter filter) => Named(typeInfo, Fixture.BuildFrom(typeInfo, filter));

    private TestFixtureAttribute Fixture => IsGiven ? new TestFixtureAttribute(skewMinutes, scrambleInferred) : new TestFixtureAttribute();

    private IEnumerable<TestSuite> Named(ITypeInfo typeInfo, IEnumerable<TestSuite> fixtures)
    {
        var service = typeInfo.Name.Replace("ConformanceTests", "", StringComparison.Ordinal).Replace("SocketTests", "", StringComparison.Ordinal);
        var label = $"[{service}, clock {skewMinutes:+0;-0;0} min{(scrambleInferred ? ", scrambled" : "")}, {transport}]";
        foreach (var fixture in fixtures)
        {
            Name(fixture, label);
            yield return fixture;
        }
    }

    private static void Name(TestSuite suite, string label)
    {
        foreach (var test in suite.Tests.OfType<Test>())
        {
            if (test is TestSuite inner)
            {
                Name(inner, label);
            }
            else
            {
                test.Name += $" {label}";
            }
        }
    }
}
