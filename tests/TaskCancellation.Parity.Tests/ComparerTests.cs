using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Parity.Tests.Comparing;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests;

/// <summary>That the comparison sees what differs: a suite that cannot fail shows nothing.</summary>
internal sealed class ComparerTests
{
    private const string Recorded = """{"tasks":{"${run}":{"id":"${run.number}","took":"${millis}","ok":true,"tags":["a","b"],"note":"of ${run}"}}}""";
    private const string Equal = """{"tasks":{"n1:7":{"id":7,"took":12,"ok":true,"tags":["a","b"],"note":"of n1:7"}}}""";

    [TestCase(Equal, ExpectedResult = 0)]
    [TestCase("""{"tasks":{"n1:7":{"ok":true,"note":"of n1:7","tags":["a","b"],"took":99,"id":7}}}""", ExpectedResult = 0, TestName = "order of members and values of unbound symbols")]
    [TestCase("""{"tasks":{"n1:7":{"id":"7","took":12,"ok":true,"tags":["a","b"],"note":"of n1:7"}}}""", ExpectedResult = 2, TestName = "a text for a number")]
    [TestCase("""{"tasks":{"n1:7":{"id":7,"took":12,"ok":false,"tags":["a","b"],"note":"of n1:7"}}}""", ExpectedResult = 2, TestName = "another value")]
    [TestCase("""{"tasks":{"n1:7":{"id":7,"took":12,"ok":true,"tags":["b","a"],"note":"of n1:7"}}}""", ExpectedResult = 2, TestName = "another order of items")]
    [TestCase("""{"tasks":{"n1:7":{"id":7,"took":12,"ok":true,"tags":["a"],"note":"of n1:7"}}}""", ExpectedResult = 2, TestName = "an item less")]
    [TestCase("""{"tasks":{"n1:7":{"id":7,"took":12,"ok":true,"tags":["a","b"],"note":"of n1:8"}}}""", ExpectedResult = 2, TestName = "a symbol with two values")]
    [TestCase("""{"tasks":{"n1:7":{"id":7,"took":12,"ok":true,"tags":["a","b"],"note":"of n1:7","more":null}}}""", ExpectedResult = 2, TestName = "a member more")]
    [TestCase("""{"tasks":{}}""", ExpectedResult = 1, TestName = "a member less")]
    [TestCase("<html/>", ExpectedResult = 1, TestName = "no JSON")]
    public int A_body_is_held_against_the_recording(string body) => Compare(Symbols(), body).Count;

    [Test]
    public void A_bound_symbol_keeps_its_value()
    {
        var symbols = Symbols();
        Assert.That(Compare(symbols, Equal), Is.Empty);
        Assert.That(Compare(symbols, Equal.Replace("n1:7", "n1:8", StringComparison.Ordinal)), Is.Not.Empty);
        Assert.That(symbols.Resolve("/_tasks/${run}"), Is.EqualTo("/_tasks/n1:7"));
    }

    [Test]
    public void What_did_not_match_binds_nothing()
    {
        var symbols = Symbols();
        Assert.That(Compare(symbols, Equal, status: 500), Has.Count.EqualTo(1));
        Assert.That(symbols.Find("run"), Is.Null);
    }

    private static IReadOnlyList<string> Compare(SymbolTable symbols, string body, int status = 200)
    {
        var step = RecordedStep.Parse($$"""{"section":"s","step":"probe","name":"p","method":"GET","path":"/","status":200,"headers":{"content-type":"application/json"},"reply":{{Recorded}}}""");
        var headers = new Dictionary<string, string> { ["content-type"] = "application/json" };
        return new ReplyComparer(new Rules(), symbols).Compare(step, new EmulatedAnswer(status, headers, Encoding.UTF8.GetBytes(body)));
    }

    private static SymbolTable Symbols() => new(new Regex(@"\$\{(?<name>[^}]+)\}"), name => name switch
    {
        "run" => SymbolMeaning.Bound(JsonValueKind.String, @"\w+:\d+"),
        "run.number" => SymbolMeaning.Bound(JsonValueKind.Number, @"\d+"),
        _ => SymbolMeaning.Any(JsonValueKind.Number, @"\d+"),
    });

    private sealed class Rules : ReplyRules
    {
        internal override IReadOnlyList<string> Headers => ["content-type"];

        internal override bool MayDiffer(string path, RecordedStep step) => false;
    }
}
