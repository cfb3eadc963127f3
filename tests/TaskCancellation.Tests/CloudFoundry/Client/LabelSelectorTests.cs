using TaskCancellation.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Client;

/// <summary>Label selectors before they are sent, against what a cloud controller 3.228.0 was recorded to make of them.</summary>
public sealed class LabelSelectorTests
{
    [TestCase("env=")]
    [TestCase("env==")]
    [TestCase("env!=")]
    [TestCase("env in ()")]
    [TestCase("env notin ()")]
    [TestCase("env notin (,)")]
    [TestCase("env notin ( )")]
    [TestCase("env in (prod,)")]
    [TestCase("env notin (prod,,dev)")]
    [TestCase("team=x,env!=")]
    [TestCase("env!= ")]
    [TestCase("env not in ()")]
    [TestCase("a=b,,c")]
    [TestCase("a,")]
    [Category("K4")]
    public void A_value_that_is_missing_says_nothing(string selector) =>
        Assert.That(() => CloudFoundryLabelSelector.RequireMeaning(selector), Throws.TypeOf<UnsafeFilterException>().With.Property("Field").EqualTo("LabelSelector"));

    [TestCase("env=prod, team=x")]
    [TestCase("env = prod")]
    [TestCase(" env=prod")]
    [TestCase("env in(prod)")]
    [TestCase("env in (prod, dev)")]
    [TestCase("!!env")]
    [TestCase("env=a=b")]
    [TestCase("cloudfoundry.org/a")]
    [TestCase("a_b/c")]
    [TestCase("env=prod\0")]
    public void What_the_service_refuses_is_not_sent(string selector) => Assert.That(CloudFoundryLabelSelector.FindProblem(selector), Is.Not.Null);

    [TestCase("env")]
    [TestCase("!env")]
    [TestCase("env==prod")]
    [TestCase("env!=prod")]
    [TestCase("env in (prod,dev),team notin (x)")]
    [TestCase("a.b/c=v")]
    [TestCase("!example.com/tier")]
    [TestCase("release=1.0")]
    public void What_says_something_is_sent(string selector)
    {
        Assert.That(() => CloudFoundryLabelSelector.RequireMeaning(selector), Throws.Nothing);
        Assert.That(CloudFoundryLabelSelector.FindProblem(selector), Is.Null);
    }
}
