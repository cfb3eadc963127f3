using FsCheck;
using FsCheck.Fluent;

namespace TaskCancellation.Core.Tests.Filtering;

public sealed class KindPatternTests
{
    private static readonly Arbitrary<string> AnyPattern = Text('a', 'b', '*', '.', '\n');
    private static readonly Arbitrary<string> AnyKind = Text('a', 'b', '.', '\n', '*');

    [Test]
    public void A_pattern_matches_what_the_regular_expression_matches() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5000),
        Prop.ForAll(AnyPattern, AnyKind, (pattern, kind) => KindPattern.Matches(pattern, kind) == PlainPredicate.KindMatches(pattern, kind)));

    [Test]
    public void Every_kind_matches_itself_and_itself_within_stars() =>
        Prop.ForAll(AnyKind, kind => KindPattern.Matches(kind, kind) && KindPattern.Matches($"*{kind}*", $"x{kind}y")).QuickCheckThrowOnFailure();

    [TestCase("indices:*", "indices:data/write/reindex", ExpectedResult = true)]
    [TestCase("*reindex", "indices:data/write/reindex", ExpectedResult = true)]
    [TestCase("indices:*/write/*", "indices:data/write/reindex", ExpectedResult = true)]
    [TestCase("ab*ba", "aba", ExpectedResult = false)]
    [TestCase("a*a*a", "aa", ExpectedResult = false)]
    [TestCase("Indices:*", "indices:data", ExpectedResult = false)]
    [TestCase("ss", "ß", ExpectedResult = false)]
    [TestCase("indices", "indices:data", ExpectedResult = false)]
    public bool Stars_stand_for_any_text_and_everything_else_for_itself(string pattern, string kind) => KindPattern.Matches(pattern, kind);

    [TestCase("a", ExpectedResult = false)]
    [TestCase("a*", ExpectedResult = true)]
    public bool Only_a_star_is_a_wildcard(string pattern) => KindPattern.HasWildcard(pattern);

    private static Arbitrary<string> Text(params char[] letters) =>
        Gen.ListOf(Gen.Elements(letters)).Select(list => string.Concat(list)).ToArbitrary();
}
